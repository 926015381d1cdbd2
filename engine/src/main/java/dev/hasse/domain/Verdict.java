package dev.hasse.domain;

import java.util.Locale;

/** What is known of one robustness question: does every point of a box get the label's class? */
public enum Verdict {
  /** Proved: every point of the box is classified as the label says. */
  CERTIFIED,
  /** Refuted: a point of the box is known that gets another class, though its centre does not. */
  VIOLATED,
  /** Neither proved nor refuted. */
  UNDECIDED,
  /** The centre of the box already gets another class; no bound was asked. */
  MISCLASSIFIED;

  /** The name on the command line and in results, such as {@code certified}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
