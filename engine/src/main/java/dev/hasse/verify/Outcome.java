package dev.hasse.verify;

import java.util.Locale;

/** What is known of a property, in the words of the VNN-COMP results format. */
public enum Outcome {
  /** There is no counterexample: the property holds. */
  UNSAT,
  /** A counterexample was found and confirmed. */
  SAT,
  /** Neither, and nothing is left that could be tried. */
  UNKNOWN,
  /** Neither within the time limit. */
  TIMEOUT;

  /** The word in result files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
