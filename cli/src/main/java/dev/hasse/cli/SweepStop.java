package dev.hasse.cli;

import dev.hasse.sweep.SweepRunner;
import java.util.concurrent.CountDownLatch;

/**
 * Turns a signal to end (SIGTERM, Ctrl-C) into a stop between batches. Java runs shutdown hooks
 * then, and afterwards ends the process with the signal's exit code: this hook waits until the
 * sweep has ended in order, and ends the process itself.
 */
final class SweepStop implements AutoCloseable {
  private final Thread hook;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean inOrder;
  private boolean requested;
  private SweepRunner runner;

  /** From now on a signal waits for {@link #close}. */
  SweepStop() {
    hook =
        new Thread(
            () -> {
              request();
              await();
              if (inOrder) {
                Runtime.getRuntime().halt(ExitCodes.DONE);
              }
            },
            "hasse-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private synchronized void request() {
    requested = true;
    if (runner != null) {
      runner.requestStop();
    }
  }

  /** What a signal stops, or has stopped already: then it begins nothing. */
  synchronized void stops(SweepRunner which) {
    runner = which;
    if (requested) {
      runner.requestStop();
    }
  }

  private void await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is kept, closed and said: a process that was told to end may do so, with exit code 0. */
  void endedInOrder() {
    inOrder = true;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs, and goes on from here.
    }
  }
}
