package dev.hasse.cli;

import java.util.Locale;

/**
 * One thing that {@code hasse doctor} looked for.
 *
 * @param what its name
 * @param state whether it is there
 * @param details what was found, or what to do about it
 */
record Finding(String what, State state, String details) {
  /** How it stands. */
  enum State {
    FOUND("ok"),
    MISSING("missing"),
    WRONG("WRONG"),
    INFORMATION("");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  static Finding found(String what, String details) {
    return new Finding(what, State.FOUND, details);
  }

  static Finding missing(String what, String details) {
    return new Finding(what, State.MISSING, details);
  }

  static Finding wrong(String what, String details) {
    return new Finding(what, State.WRONG, details);
  }

  static Finding information(String what, String details) {
    return new Finding(what, State.INFORMATION, details);
  }

  String line() {
    return String.format(Locale.ROOT, "%-12s %-8s %s", what, state.word, details).stripTrailing();
  }
}
