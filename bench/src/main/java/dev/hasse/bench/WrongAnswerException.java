package dev.hasse.bench;

/** What was to be measured computes wrong bounds; its speed means nothing. */
public final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongAnswerException(String message) {
    super(message);
  }
}
