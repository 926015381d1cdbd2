package dev.hasse.bound;

/** A {@link Deadline} struck while bounds were computed; there is no result. */
public final class DeadlinePassedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeadlinePassedException() {
    super("time is up");
  }
}
