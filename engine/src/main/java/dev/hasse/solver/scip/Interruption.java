package dev.hasse.solver.scip;

/**
 * Stops the solve that runs, and all to come. A native solver forgets a signal that comes while it
 * is about to begin, so the signal is repeated until the solve has ended; never outside of one,
 * when the native instance may be gone.
 */
final class Interruption {
  private static final long REPEAT_MILLISECONDS = 5;

  private final Runnable signal;
  private boolean requested;
  private boolean solving;

  /**
   * For one native instance.
   *
   * @param signal interrupts it; short
   */
  Interruption(Runnable signal) {
    this.signal = signal;
  }

  /** Before a solve; false where it should not begin. */
  synchronized boolean begin() {
    solving = !requested;
    return solving;
  }

  /** After a solve that was begun. */
  synchronized void end() {
    solving = false;
    notifyAll();
  }

  synchronized boolean isRequested() {
    return requested;
  }

  /** Returns at once. */
  synchronized void request() {
    if (solving && !requested) {
      Thread thread = new Thread(this::repeat, "hasse-interrupt");
      thread.setDaemon(true);
      thread.start();
    }
    requested = true;
  }

  private synchronized void repeat() {
    try {
      while (solving) {
        signal.run();
        wait(REPEAT_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
