package dev.hasse.cli;

/**
 * How much is done a second of late: over the last 30 to 60 seconds, or since the start where that
 * is shorter ago. A cascade answers most questions within seconds and is busy with the rest for
 * hours, so a rate over all of it would promise an end that does not come.
 */
final class RecentRate {
  private static final double WINDOW_SECONDS = 30;

  private double fromSeconds;
  private long fromDone;
  private double nextSeconds;
  private long nextDone;

  /**
   * Takes note of how much is done, and tells the rate.
   *
   * @param seconds since the start, not less than before
   */
  double at(double seconds, long done) {
    if (seconds - nextSeconds >= WINDOW_SECONDS) {
      fromSeconds = nextSeconds;
      fromDone = nextDone;
      nextSeconds = seconds;
      nextDone = done;
    }
    return seconds > fromSeconds ? (done - fromDone) / (seconds - fromSeconds) : 0;
  }
}
