package dev.hasse.compute.nd4j;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A second thread for loops and products of a few microseconds, where handing work to a pool would
 * take longer than the work. It stays awake for a moment after each job, so that it is there for
 * the next layer; what it has not begun when its caller is done with the first step, the caller
 * does itself. So calls never wait for a thread that sleeps. Thread-safe: one call at a time has
 * its help, others go on alone.
 */
final class Companion implements AutoCloseable {
  /** How long it stays awake: longer than what lies between two layers, short to a person. */
  private static final long AWAKE_NANOS = 50_000;

  /** How often it looks for work between two looks at the clock. */
  private static final int LOOKS = 64;

  /** After so many looks a caller naps, so that the companion gets the processor. */
  private static final int PATIENCE = 20_000;

  private static final long NAP_NANOS = 20_000;

  private final AtomicBoolean engaged = new AtomicBoolean();
  private final AtomicReference<Job> offer = new AtomicReference<>();
  private volatile boolean asleep;
  private volatile boolean closed;
  private Thread thread; // who has engaged it starts it

  /**
   * Runs two lists of steps side by side if it can, and returns when both have ended; a failure is
   * thrown. No step begins before the one before it has ended in both lists. What steps of the same
   * number do is not to depend on each other.
   *
   * @param there as many
   */
  void sideBySide(List<Runnable> here, List<Runnable> there) {
    Job job = new Job(here, there);
    if (closed || !engaged.compareAndSet(false, true)) {
      job.runHere(true);
    } else {
      wake(job);
      job.runHere(false);
      offer.setRelease(null);
      engaged.setRelease(false);
    }
    job.rethrow();
  }

  private void wake(Job job) {
    if (thread == null) {
      thread = new Thread(this::serve, "hasse-companion");
      thread.setDaemon(true);
      thread.start();
    }
    offer.set(job);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  private void serve() {
    long lastJob = System.nanoTime();
    while (!closed) {
      boolean worked = false;
      for (int look = 0; look < LOOKS && !worked; look++) {
        Job job = offer.get();
        worked = job != null && job.begin();
        if (worked) {
          job.runThere();
        } else {
          Thread.onSpinWait();
        }
      }
      long now = System.nanoTime();
      if (worked) {
        lastJob = now;
      } else if (now - lastJob > AWAKE_NANOS) {
        asleep = true;
        if (offer.get() == null && !closed) {
          LockSupport.park(this);
        }
        asleep = false;
        lastJob = System.nanoTime();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Steps of both threads, or of one if the companion comes too late. */
  private static final class Job {
    /** So many steps done: no more will be. */
    private static final int ENDED = Integer.MAX_VALUE;

    private final List<Runnable> here;
    private final List<Runnable> there;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicInteger doneHere = new AtomicInteger();
    private final AtomicInteger doneThere = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(List<Runnable> here, List<Runnable> there) {
      this.here = here;
      this.there = there;
    }

    /** True for one of the two threads: it runs the companion's steps. */
    boolean begin() {
      return begun.compareAndSet(false, true);
    }

    /** The caller's steps, and the companion's if it has not begun when the first is done. */
    void runHere(boolean withoutCompanion) {
      boolean alone = withoutCompanion;
      try {
        for (int step = 0; step < here.size(); step++) {
          if (!alone) {
            await(doneThere, step);
          }
          if (failure.get() != null) {
            break;
          }
          here.get(step).run();
          alone |= step == 0 && begin();
          if (alone) {
            there.get(step).run();
          }
          doneHere.setRelease(step + 1);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      doneHere.setRelease(ENDED);
      if (!alone && !begin()) {
        await(doneThere, ENDED);
      }
    }

    void runThere() {
      try {
        for (int step = 0; step < there.size(); step++) {
          await(doneHere, step);
          if (failure.get() != null) {
            break;
          }
          there.get(step).run();
          doneThere.setRelease(step + 1);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      doneThere.setRelease(ENDED);
    }

    private void await(AtomicInteger done, int steps) {
      for (int look = 0; done.getAcquire() < steps; look++) {
        if (look < PATIENCE) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, NAP_NANOS);
        }
      }
    }

    void rethrow() {
      if (failure.get() instanceof Error error) {
        throw error;
      }
      if (failure.get() instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
