package dev.hasse.train;

import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The lanes of a session, a thread for each, and how many samples they take at once. After any
 * failure they are closed and opened anew: a lane has sums that the next call must not find, and
 * keeps memory ready in pieces as large as its samples needed.
 */
final class TrainingLanes implements AutoCloseable {
  private final TrainingSession session;
  private final List<TrainingLane> lanes = new ArrayList<>(); // fewer than wanted after a failure
  private final List<SampleBatch.Room> rooms = new ArrayList<>(); // one a lane
  private final ExecutorService threads;
  private final Map<Integer, Integer> most = new HashMap<>(); // samples at once, by rows of each

  /**
   * @param session owned
   */
  TrainingLanes(TrainingSession session) {
    this.session = session;
    this.threads =
        Executors.newFixedThreadPool(
            session.parallelism(),
            work -> {
              Thread thread = new Thread(work, "hasse-train");
              thread.setDaemon(true);
              return thread;
            });
    for (int k = 0; k < session.parallelism(); k++) {
      rooms.add(new SampleBatch.Room());
    }
    try {
      open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open() {
    while (lanes.size() < session.parallelism()) {
      lanes.add(session.openLane());
    }
  }

  /**
   * Makes a call that hands micro-batches to lanes, and where they do not fit the device's memory
   * makes it again with half of the samples in each; later calls of as many rows a sample have no
   * more.
   *
   * @param values the parameters
   * @param count of samples
   * @param rowsOfSample over the widest node
   * @param call gets the samples of a micro-batch; whatever it changes it must make new each time
   * @throws DeviceMemoryException if a single sample does not fit
   */
  <T> T fitting(FloatBuffer values, int count, int rowsOfSample, IntFunction<T> call) {
    while (true) {
      int micro = microBatch(count, rowsOfSample);
      session.load(values);
      open();
      try {
        return call.apply(micro);
      } catch (DeviceMemoryException e) {
        drop(e);
        if (micro == 1) {
          throw new DeviceMemoryException(
              "a single sample at a time does not fit the memory: " + e.getMessage(), e);
        }
        most.put(rowsOfSample, (micro + 1) / 2);
      } catch (RuntimeException | Error e) {
        drop(e);
        throw e;
      }
    }
  }

  private int microBatch(int count, int rowsOfSample) {
    int even = (count + session.parallelism() - 1) / session.parallelism();
    int fitting = most.getOrDefault(rowsOfSample, Integer.MAX_VALUE);
    return Math.max(1, Math.min(Math.min(even, fitting), session.samplesPerStep(rowsOfSample)));
  }

  /** To how many samples micro-batches of any kind were cut because memory ran short. */
  OptionalInt cutTo() {
    return most.values().stream().mapToInt(Integer::intValue).min();
  }

  private void drop(Throwable failure) {
    try {
      closeLanes();
    } catch (RuntimeException e) { // a lost device has no lanes either
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Hands each lane's micro-batches to its work, on a thread a lane, and waits for all.
   *
   * @param work made by the calling thread, one a lane, in their order
   */
  void run(
      int micro, float[] inputs, int[] labels, Function<TrainingLane, Consumer<SampleBatch>> work) {
    int count = labels.length;
    int width = session.parameters().network().inputs();
    List<Runnable> tasks = new ArrayList<>();
    for (int k = 0; k < lanes.size(); k++) {
      Consumer<SampleBatch> ofLane = work.apply(lanes.get(k));
      SampleBatch.Room room = rooms.get(k);
      int first = k * micro;
      int stride = lanes.size() * micro;
      tasks.add(
          () -> {
            for (int from = first; from < count; from += stride) {
              int to = Math.min(count, from + micro);
              ofLane.accept(new SampleBatch(inputs, labels, width, from, to, room));
            }
          });
    }
    List<Future<?>> running = new ArrayList<>();
    try {
      tasks.forEach(task -> running.add(threads.submit(task)));
    } finally { // a lane that runs must not be closed
      await(running);
    }
  }

  /** Adds the gradients of all lanes to {@code target}, in their order. */
  void collectGradient(FloatBuffer target) {
    lanes.forEach(lane -> lane.collectGradient(target));
  }

  /**
   * Waits for all of them, since they share the batch, and then throws what the first threw, or
   * rather what fewer samples would not mend.
   */
  private static void await(List<Future<?>> running) {
    Throwable failure = null;
    boolean interrupted = false;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          done = true;
          if (failure == null || failure instanceof DeviceMemoryException) {
            failure = e.getCause();
          }
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** All of them, also where one throws. */
  private void closeLanes() {
    List<TrainingLane> closing = List.copyOf(lanes);
    lanes.clear();
    RuntimeException failure = null;
    for (TrainingLane lane : closing) {
      try {
        lane.close();
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      closeLanes();
    } finally {
      session.close();
    }
  }
}
