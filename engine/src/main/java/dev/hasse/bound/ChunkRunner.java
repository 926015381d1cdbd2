package dev.hasse.bound;

import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shares the boxes of a batch out over the lanes of a session, chunk by chunk. Where a chunk does
 * not fit the device's memory it is halved, and all that follow are no larger.
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

  private final Session session;
  private final BlockingQueue<Lane> idle = new LinkedBlockingQueue<>();
  private final ExecutorService workers;
  private volatile int largest;

  ChunkRunner(Session session) {
    this.session = session;
    this.largest = Math.max(1, session.boxesPerChunk());
    this.workers =
        Executors.newFixedThreadPool(
            session.parallelism(),
            task -> {
              Thread thread = new Thread(task, "hasse-lane");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the work on all of {@code count} boxes; the first failure is thrown. */
  void run(int count, Chunk work) {
    run(count, Deadline.NEVER, work);
  }

  /** The same; no chunk begins after the deadline. */
  void run(int count, Deadline deadline, Chunk work) {
    int share = -Math.floorDiv(-count, CHUNKS_PER_LANE * session.parallelism());
    int even = -Math.floorDiv(-count, session.parallelism());
    int least = Math.max(session.smallestChunk(), Math.min(even, MIDDLING));
    int size = Math.min(largest, Math.max(least, share));
    if (count <= size) {
      runChunk(work, deadline, 0, count);
      return;
    }
    AtomicBoolean abandoned = new AtomicBoolean();
    List<Future<?>> futures = new ArrayList<>();
    for (int from = 0; from < count; from += size) {
      int first = from;
      int last = Math.min(count, from + size);
      futures.add(
          workers.submit(
              () -> {
                if (!abandoned.get()) {
                  runChunk(work, deadline, first, last);
                }
              }));
    }
    await(futures, abandoned);
  }

  private void runChunk(Chunk work, Deadline deadline, int from, int to) {
    int at = from;
    while (at < to) {
      deadline.check();
      int end = Math.min(to, at + largest);
      Lane lane = idle.poll();
      if (lane == null) {
        lane = session.openLane();
      }
      boolean done = false;
      try {
        work.run(lane, at, end);
        done = true;
        at = end;
      } catch (DeviceMemoryException e) {
        if (end - at == 1) {
          throw e;
        }
        largest = Math.min(largest, (end - at + 1) / 2);
      } finally {
        if (done) {
          idle.add(lane);
        } else {
          lane.close(); // and with it every tensor of the failed chunk
        }
      }
    }
  }

  /**
   * Waits until no chunk runs any more, whatever happens: the caller may close the session next.
   *
   * @param abandoned set on the first failure, so that chunks not yet begun never are
   */
  private static void await(List<Future<?>> futures, AtomicBoolean abandoned) {
    Throwable failure = null;
    boolean interrupted = false;
    for (int k = 0; k < futures.size(); ) {
      try {
        futures.get(k).get();
        k++;
      } catch (ExecutionException e) {
        abandoned.set(true);
        failure = failure == null ? e.getCause() : failure;
        k++;
      } catch (InterruptedException e) {
        abandoned.set(true);
        interrupted = true; // and waits for the same chunk again
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while computing bounds");
    }
    if (failure instanceof RuntimeException) {
      throw (RuntimeException) failure;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    idle.forEach(Lane::close);
  }
}
