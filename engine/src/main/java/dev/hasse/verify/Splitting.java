package dev.hasse.verify;

import java.util.Locale;

/** What branch and bound splits. */
public enum Splitting {
  /** Inputs where they are few, else ReLUs. */
  AUTO,
  /** The input box, across one coordinate. */
  INPUTS,
  /** The two signs of a ReLU's pre-activation. */
  RELUS;

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
