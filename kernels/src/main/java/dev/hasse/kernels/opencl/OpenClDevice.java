package dev.hasse.kernels.opencl;

import com.aparapi.device.OpenCLDevice;
import dev.hasse.compute.DeviceMemoryException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One OpenCL device: its arena, transfers and launches, one at a time.
 *
 * <p>Every download also brings the device's own count of launches ({@link
 * ArenaKernel#countLaunch}). It is right only if each launch ran on this device, on memory that was
 * not replaced meanwhile. So nothing computed elsewhere, or from lost memory, ever reaches a
 * caller.
 */
final class OpenClDevice implements AutoCloseable {
  /** The arena's length to begin with: 16 MiB, which G1 never moves. */
  private static final int INITIAL = 1 << 22;

  /** Begins again before a float could not hold it. */
  private static final int LARGEST_TICK = 1 << 23;

  /** Floats of one transfer at most. */
  private static final int LARGEST_TRANSFER = 1 << 20;

  private static final int SMALLEST_TRANSFER = 1 << 10;

  private final KernelLauncher launcher;
  private final VerbKernel kernel;
  private final int limit;
  private FreeSpace free;
  private int tick;
  private boolean launched;
  private final AtomicInteger generation = new AtomicInteger();

  /**
   * @param limit floats that the arena may grow to
   */
  OpenClDevice(OpenCLDevice device, int limit) {
    this.kernel = new VerbKernel();
    this.launcher = new KernelLauncher(kernel, device);
    this.limit = limit;
    reset();
  }

  private void reset() {
    int length = Math.min(INITIAL, limit);
    kernel.arena = new float[length];
    kernel.inbox = new float[SMALLEST_TRANSFER];
    kernel.outbox = new float[SMALLEST_TRANSFER];
    free = new FreeSpace();
    // The first float counts launches.
    free.giveBack(FreeSpace.ALIGNMENT, length - FreeSpace.ALIGNMENT);
    tick = 0;
    launched = false;
  }

  /** Counts how often the device has lost its memory. */
  int generation() {
    return generation.get();
  }

  /** Floats that the arena may grow to. */
  int limit() {
    return limit;
  }

  /**
   * Takes a stretch of the arena, which grows where it must.
   *
   * @throws DeviceMemoryException when that would be more than the device has
   */
  synchronized Block take(long floats) {
    if (floats > limit) {
      throw noRoom(floats, null);
    }
    int length = (int) floats;
    int at = free.take(length);
    if (at < 0) {
      grow(FreeSpace.aligned(length));
      at = free.take(length);
    }
    return new Block(this, generation.get(), at, length);
  }

  private DeviceMemoryException noRoom(long floats, Throwable cause) {
    return new DeviceMemoryException(
        "the OpenCL device has no room for " + floats + " more floats; " + limit + " at most",
        cause);
  }

  synchronized void giveBack(int at, int length) {
    free.giveBack(at, length);
  }

  /** How much of the arena is in use. */
  synchronized int used() {
    return kernel.arena.length - FreeSpace.ALIGNMENT - free.total();
  }

  private void grow(int missing) {
    int before = kernel.arena.length;
    if (missing > limit - before) {
      throw noRoom(missing, null);
    }
    int doubled = before > limit / 2 ? limit : 2 * before;
    int length = Math.max(doubled, before + missing) / FreeSpace.ALIGNMENT * FreeSpace.ALIGNMENT;
    float[] smaller = kernel.arena;
    float[] larger;
    try {
      larger = new float[length];
    } catch (OutOfMemoryError e) {
      throw new DeviceMemoryException("the Java heap has no room for " + length + " floats", e);
    }
    if (launched) {
      kernel.get(smaller);
      checkCount(smaller[0]);
    }
    System.arraycopy(smaller, 0, larger, 0, before);
    kernel.arena = larger;
    try (StandardError silent = new StandardError()) {
      run(Launch.elements(Verb.NOTHING, 1, 1));
    } catch (LaunchFailedException e) {
      kernel.arena = smaller; // which holds what the device held
      throw noRoom(missing, e);
    }
    free.giveBack(before, length - before);
  }

  /** Runs a verb to its end. */
  synchronized void run(Launch launch) {
    if (launch.groups() == 0) {
      return;
    }
    launch.handTo(kernel);
    kernel.previousTick = tick;
    kernel.tick = tick == LARGEST_TICK ? 1 : tick + 1;
    launcher.run(launch.groups());
    tick = kernel.tick;
    launched = true;
  }

  /** Fills the front of a block. */
  synchronized void upload(float[] values, Block target) {
    for (int from = 0; from < values.length; from += LARGEST_TRANSFER) {
      int length = Math.min(LARGEST_TRANSFER, values.length - from);
      kernel.inbox = fitting(kernel.inbox, length);
      System.arraycopy(values, from, kernel.inbox, 0, length);
      kernel.put(kernel.inbox);
      run(Launch.elements(Verb.COPY_IN, length, 1).target(target.part(from, length)));
    }
  }

  /** The front of a block. */
  synchronized float[] download(Block block, int length) {
    float[] values = new float[length];
    for (int from = 0; from < length; from += LARGEST_TRANSFER) {
      int part = Math.min(LARGEST_TRANSFER, length - from);
      kernel.outbox = fitting(kernel.outbox, part + 1);
      run(Launch.elements(Verb.COPY_OUT, part, 1).first(block.part(from, part)));
      kernel.get(kernel.outbox);
      checkCount(kernel.outbox[0]);
      System.arraycopy(kernel.outbox, 1, values, from, part);
    }
    return values;
  }

  /** The array itself, or another where it is too short, or so long that transfers would suffer. */
  private static float[] fitting(float[] box, int length) {
    if (box.length >= length && box.length / 8 <= Math.max(length, SMALLEST_TRANSFER)) {
      return box;
    }
    int rounded = Integer.highestOneBit(Math.max(length, SMALLEST_TRANSFER) - 1) << 1;
    return new float[rounded];
  }

  private void checkCount(float counted) {
    if (counted != tick) {
      generation.incrementAndGet();
      reset();
      throw new DeviceMemoryException(
          "the OpenCL device has lost its memory: the JVM moved the array behind it."
              + " Java option -XX:+UseG1GC avoids it",
          null);
    }
  }

  @Override
  public synchronized void close() {
    generation.incrementAndGet();
    kernel.dispose();
  }
}
