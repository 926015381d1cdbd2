package dev.hasse.bound;

/**
 * The moment after which no bound is wanted any more. Work looks at it between steps, so it ends
 * one step late at the most: a block of rows through one node.
 */
public final class Deadline {
  /** No moment. */
  public static final Deadline NEVER = new Deadline(0, false);

  private final long nanoTime;
  private final boolean comes;

  private Deadline(long nanoTime, boolean comes) {
    this.nanoTime = nanoTime;
    this.comes = comes;
  }

  /** So many seconds from now; a time beyond all clocks never comes. */
  public static Deadline in(double seconds) {
    double nanoseconds = seconds * 1e9;
    return nanoseconds < Long.MAX_VALUE / 2.0
        ? new Deadline(System.nanoTime() + (long) nanoseconds, true)
        : NEVER;
  }

  /** Whether it is past. */
  public boolean isPast() {
    return comes && System.nanoTime() - nanoTime >= 0;
  }

  /** Seconds until then, at most 0 once it is past; infinite for a moment that never comes. */
  public double secondsLeft() {
    return comes ? (nanoTime - System.nanoTime()) * 1e-9 : Double.POSITIVE_INFINITY;
  }

  /** Ends the work if it is past. */
  void check() {
    if (isPast()) {
      throw new DeadlinePassedException();
    }
  }
}
