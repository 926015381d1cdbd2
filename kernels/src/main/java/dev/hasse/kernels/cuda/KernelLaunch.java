package dev.hasse.kernels.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Launches kernels on one stream. Arguments are written into native memory that is set up once, a
 * slot each, with a table of the slots' addresses: the form that the driver takes. So a launch
 * makes no objects, and the driver copies the arguments before it returns.
 */
final class KernelLaunch implements AutoCloseable {
  private static final int SLOT = 8;
  private static final int MOST_ARGUMENTS = 32;

  private final KernelModules modules;
  private final DriverStatus status;
  private final CUstream stream;
  private final PinnedMemory memory;
  private final ByteBuffer slots;
  private Kernel kernel;
  private int next;

  KernelLaunch(KernelModules modules, DriverStatus status, CUstream stream) {
    this.modules = modules;
    this.status = status;
    this.stream = stream;
    this.memory = new PinnedMemory(status, 2 * SLOT * MOST_ARGUMENTS);
    this.slots = memory.buffer();
    for (int k = 0; k < MOST_ARGUMENTS; k++) {
      slots.putLong((MOST_ARGUMENTS + k) * SLOT, memory.address() + (long) k * SLOT);
    }
  }

  /** Begins the next launch. */
  KernelLaunch of(Kernel of) {
    kernel = of;
    next = 0;
    return this;
  }

  KernelLaunch pointer(long address) {
    slots.putLong(slot('p'), address);
    return this;
  }

  /** Pointers to centre and radius. */
  KernelLaunch box(DeviceBox box) {
    return pointer(box.centre().at()).pointer(box.radius().at());
  }

  KernelLaunch integer(int value) {
    slots.putInt(slot('i'), value);
    return this;
  }

  KernelLaunch longInteger(long value) {
    slots.putLong(slot('p'), value);
    return this;
  }

  KernelLaunch single(float value) {
    slots.putFloat(slot('f'), value);
    return this;
  }

  KernelLaunch real(double value) {
    slots.putDouble(slot('d'), value);
    return this;
  }

  private int slot(char type) {
    String types = kernel.parameters();
    if (next >= types.length() || types.charAt(next) != type) {
      throw new IllegalArgumentException(
          "argument " + next + " of " + kernel.symbol() + "(" + types + ") is of type " + type);
    }
    return SLOT * next++;
  }

  /**
   * Puts the kernel into the stream.
   *
   * @param rows boxes, rows or points of what it writes or reduces
   * @param columns the width of what it writes or reduces
   */
  void over(int rows, int columns) {
    if (next != kernel.parameters().length()) {
      throw new IllegalArgumentException(
          kernel.symbol() + "(" + kernel.parameters() + ") got " + next + " arguments");
    }
    if (rows == 0 || columns == 0) {
      return;
    }
    Grid grid = kernel.grid();
    status.check(
        kernel.launchCall(),
        JCudaDriver.cuLaunchKernel(
            modules.function(kernel),
            grid.across(rows, columns),
            grid.down(rows),
            1,
            grid.block(),
            1,
            1,
            0,
            stream,
            memory.at(MOST_ARGUMENTS * SLOT),
            null));
  }

  @Override
  public void close() {
    memory.close();
  }
}
