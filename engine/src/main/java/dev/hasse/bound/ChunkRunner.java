package dev.hasse.bound;

import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Shares the boxes of a batch out over the lanes of a session, chunk by chunk. The calling thread
 * takes chunks too, so that a small batch does not wait for others to wake up; however many threads
 * call, no more lanes are at work than the session wants. Where a chunk does not fit the device's
 * memory it is halved, and all that follow are no larger.
 */
final class ChunkRunner implements AutoCloseable {
  /** Work on the boxes {@code from} (included) to {@code to} (excluded). */
  interface Chunk {
    void run(Lane lane, int from, int to);
  }

  /** So that a lane that is held up leaves work to the others. */
  private static final int CHUNKS_PER_LANE = 4;

  /**
   * Chunks of fewer boxes are not made where each lane gets one of its share: products of few rows
   * cost more than an uneven end. IBP of 128 boxes of mnist-net_256x4 took 27 instead of 47
   * microseconds of processor time a box (docs/notes/cpu-backend.md).
   */
  private static final int MIDDLING = 64;

  /**
   * How long a thread stays awake that waits: to wake it up would take longer than a small batch
   * does, and these tend to follow each other.
   */
  private static final long AWAKE_NANOS = 50_000;

  private final Session session;
  private final Queue<Lane> idle = new ConcurrentLinkedQueue<>();
  private final Queue<Lane> idleWide = new ConcurrentLinkedQueue<>();
  private final Semaphore atWork;
  private final ExecutorService others;
  private volatile int largest;

  ChunkRunner(Session session) {
    this.session = session;
    this.largest = Math.max(1, session.boxesPerChunk());
    this.atWork = new Semaphore(session.parallelism());
    int threads = Math.max(1, session.parallelism() - 1);
    this.others =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new WatchedQueue(),
            task -> {
              Thread thread = new Thread(task, "hasse-lane");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Boxes of a chunk, of so many in all. */
  int size(int count, int least) {
    int share = -Math.floorDiv(-count, CHUNKS_PER_LANE * session.parallelism());
    int even = -Math.floorDiv(-count, session.parallelism());
    return Math.min(largest, Math.max(share, Math.max(least, Math.min(even, MIDDLING))));
  }

  /**
   * Runs the work on all of {@code count} boxes; the first failure is thrown.
   *
   * @param least fewest boxes that are worth a chunk of their own
   * @param deadline no chunk begins after it
   */
  void run(int count, int least, Deadline deadline, Chunk work) {
    int size = size(count, least);
    Batch batch = new Batch(count, size, deadline, work);
    for (int k = 1; k < Math.min(session.parallelism(), batch.chunks()); k++) {
      others.execute(batch);
    }
    batch.run();
    batch.await();
    batch.rethrow();
  }

  /** A queue that a thread watches for a moment before it goes to sleep. */
  private static final class WatchedQueue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public Runnable take() throws InterruptedException {
      long start = System.nanoTime();
      while (System.nanoTime() - start < AWAKE_NANOS) {
        Runnable task = poll();
        if (task != null) {
          return task;
        }
        Thread.onSpinWait();
      }
      return super.take();
    }
  }

  /** The chunks of a batch, which the threads that run it take one after the other. */
  private final class Batch implements Runnable {
    private final int count;
    private final int size;
    private final Deadline deadline;
    private final Chunk work;
    private int begun;
    private int ended;
    private Throwable failure; // after it no chunk begins

    Batch(int count, int size, Deadline deadline, Chunk work) {
      this.count = count;
      this.size = size;
      this.deadline = deadline;
      this.work = work;
    }

    int chunks() {
      return -Math.floorDiv(-count, size);
    }

    @Override
    public void run() {
      for (int k = begin(); k < chunks(); k = begin()) {
        try {
          if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while computing bounds");
          }
          runChunk(k * size, Math.min(count, (k + 1) * size));
        } catch (RuntimeException | Error e) {
          fail(e);
        } finally {
          end();
        }
      }
    }

    /** The next chunk, or how many there are if none is to begin any more. */
    private synchronized int begin() {
      return failure != null || begun == chunks() ? chunks() : begun++;
    }

    private synchronized void end() {
      ended++;
      notifyAll();
    }

    private synchronized void fail(Throwable e) {
      failure = failure == null ? e : failure;
    }

    private void runChunk(int from, int to) {
      // Other lanes' memory would lie idle, so there are two kinds only where they differ.
      boolean wide = chunks() == 1 && session.hasWideLanes();
      atWork.acquireUninterruptibly();
      try {
        for (int at = from; at < to; ) {
          deadline.check();
          int end = Math.min(to, at + largest);
          at = runPart(at, end, wide) ? end : at;
        }
      } finally {
        atWork.release();
      }
    }

    /** Whether there was room for it; if not, the next one is smaller. */
    private boolean runPart(int from, int to, boolean wide) {
      Queue<Lane> lanes = wide ? idleWide : idle;
      Lane lane = lanes.poll();
      if (lane == null) {
        lane = wide ? session.openWideLane() : session.openLane();
      }
      boolean done = false;
      try {
        work.run(lane, from, to);
        done = true;
      } catch (DeviceMemoryException e) {
        if (to - from == 1) {
          throw e;
        }
        largest = Math.min(largest, (to - from + 1) / 2);
      } finally {
        if (done) {
          lanes.add(lane);
        } else {
          lane.close(); // and with it every tensor of the failed chunk
        }
      }
      return done;
    }

    /**
     * Waits until no chunk runs any more, whatever happens: the caller may close the session next.
     * For chunks, not for threads: one that is still busy with another call finds nothing to do
     * here when it comes.
     */
    void await() {
      long start = System.nanoTime();
      while (isUnderWay() && System.nanoTime() - start < AWAKE_NANOS) {
        Thread.onSpinWait();
      }
      awaitAsleep();
    }

    private synchronized boolean isUnderWay() {
      return ended < begun;
    }

    private synchronized void awaitAsleep() {
      boolean interrupted = false;
      while (ended < begun) {
        try {
          wait();
        } catch (InterruptedException e) {
          fail(new IllegalStateException("interrupted while computing bounds"));
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    synchronized void rethrow() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  @Override
  public void close() {
    others.shutdownNow();
    idle.forEach(Lane::close);
    idleWide.forEach(Lane::close);
  }
}
