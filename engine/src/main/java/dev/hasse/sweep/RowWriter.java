package dev.hasse.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps rows, about once a second, on a thread of its own, and then says how far the sweep is. What
 * cannot be kept stops the sweep; rows that follow are dropped.
 */
final class RowWriter implements AutoCloseable {
  private static final int MOST_ROWS = 1 << 16;
  private static final long NANOS_BETWEEN = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_MILLIS = 50;

  private final SweepResults results;
  private final SweepListener listener;
  private final Runnable onFailure;
  private final long total;
  private final long before;
  private final long start = System.nanoTime();
  private final BlockingQueue<SweepRow> rows = new ArrayBlockingQueue<>(MOST_ROWS);
  private final Thread thread = new Thread(this::write, "hasse-sweep-writer");
  private final Map<String, Long> decidedBy = new HashMap<>();
  private long done;
  private long undecided;
  private long failed;
  private volatile boolean ending;
  private volatile Throwable failure;

  /**
   * Starts the thread.
   *
   * @param onFailure called by the thread when rows cannot be kept
   */
  RowWriter(
      SweepResults results, SweepListener listener, Runnable onFailure, long total, long before) {
    this.results = results;
    this.listener = listener;
    this.onFailure = onFailure;
    this.total = total;
    this.before = before;
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands a row over; waits while very many are waiting. */
  void put(SweepRow row) {
    try {
      rows.put(row);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rows were handed over", e);
    }
  }

  private void write() {
    try {
      long last = System.nanoTime();
      List<SweepRow> some = new ArrayList<>();
      while (true) {
        boolean isEnd = ending; // read before the queue is seen to be empty
        SweepRow row = rows.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (row != null) {
          some.add(row);
          rows.drainTo(some);
        }
        boolean isDue = System.nanoTime() - last >= NANOS_BETWEEN;
        boolean isLast = isEnd && row == null;
        if (isDue || isLast || some.size() >= MOST_ROWS) {
          keep(some);
          some.clear();
          last = System.nanoTime();
        }
        if (isLast) {
          return;
        }
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = e;
      onFailure.run();
      drop();
    }
  }

  private void keep(List<SweepRow> some) throws IOException {
    if (!some.isEmpty()) {
      results.append(List.copyOf(some));
      some.forEach(this::count);
    }
    listener.progressed(
        new SweepProgress(
            total, before, done, decidedBy, undecided, failed, (System.nanoTime() - start) * 1e-9));
  }

  private void count(SweepRow row) {
    done++;
    switch (row.verdict()) {
      case "error" -> failed++;
      case "undecided" -> undecided++;
      default -> decidedBy.merge(row.method().orElse("forward"), 1L, Long::sum);
    }
  }

  /** Makes room for those who still hand rows over. */
  private void drop() {
    while (!ending || !rows.isEmpty()) {
      rows.clear();
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Keeps what was handed over, and ends the thread. Nobody hands rows over any more. */
  @Override
  public void close() throws IOException {
    ending = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof IOException cause) {
      throw cause;
    }
    if (failure instanceof Error cause) {
      throw cause;
    }
    if (failure != null) {
      throw new IllegalStateException("rows could not be kept", failure);
    }
  }
}
