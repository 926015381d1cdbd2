package dev.hasse.cli;

/** What the process tells its caller; part of the command's contract. */
final class ExitCodes {
  /** The command did what it was asked to. */
  static final int DONE = 0;

  /** The question was answered with "no" or not at all. */
  static final int NOT_PROVED = 1;

  /** Bad usage or bad input. */
  static final int BAD_INPUT = 2;

  /** A backend or solver that was asked for by name, or the results database, cannot run here. */
  static final int BACKEND_MISSING = 3;

  /** Our mistake. */
  static final int INTERNAL = 70;

  private ExitCodes() {}
}
