package dev.hasse.sweep.spark;

/** What a person asked for cannot be done. The message is one sentence; the exit code is 2. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
