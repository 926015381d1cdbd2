package dev.hasse.kernels.cuda;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/**
 * The device's speed at square products with the tiles of back-substitution: the yardstick. Timed
 * by events of the device; where these do not tell the time, by the clock.
 */
final class MatrixProduct implements AutoCloseable {
  private static final int EVENT_WITH_TIMING = 0;

  /** Entries are small whole numbers, so every sum is exact and can be checked as one. */
  private static final int LARGEST_ENTRY = 3;

  /** Rows and columns that are checked. */
  private static final int CHECKED = 16;

  private final DeviceQueue queue;
  private final DriverStatus status;
  private final int size;
  private final int padded;
  private final CUevent begin = new CUevent();
  private final CUevent end = new CUevent();

  /**
   * @param size of the matrices; the kernel multiplies whole tiles, the rest of them zeros
   */
  MatrixProduct(CudaDevice device, int size) {
    int tile = Kernel.MATRIX_PRODUCT.grid().tileRows();
    this.status = device.status();
    this.size = size;
    this.padded = Math.multiplyExact((size + tile - 1) / tile, tile);
    this.queue = new DeviceQueue(device);
    try {
      status.check("cuEventCreate", JCudaDriver.cuEventCreate(begin, EVENT_WITH_TIMING));
      status.check("cuEventCreate", JCudaDriver.cuEventCreate(end, EVENT_WITH_TIMING));
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  /** Operations of the product that was asked for, over the fastest of so many repetitions. */
  double gflops(int repetitions) {
    DeviceBlock a = upload(1);
    DeviceBlock b = upload(2);
    DeviceBlock c = queue.take(Layout.matrixBytes(padded, padded));
    multiply(a, b, c); // the first loads the module
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      best = Math.min(best, seconds(() -> multiply(a, b, c)));
    }
    check(Transfers.downloadMatrix(queue, c.start(), padded, padded));
    return 2e-9 * size * size * size / best;
  }

  private DeviceBlock upload(int salt) {
    float[] values = new float[Math.multiplyExact(padded, padded)];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        values[i * padded + j] = entry(salt, i, j);
      }
    }
    DeviceBlock block = queue.take(Layout.matrixBytes(padded, padded));
    Transfers.uploadMatrix(queue, block.start(), padded, padded, values);
    return block;
  }

  /** From -3 to 3, without an obvious pattern. */
  private static int entry(int salt, int i, int j) {
    return (31 * i + 17 * j * salt + (i ^ j)) % (2 * LARGEST_ENTRY + 1) - LARGEST_ENTRY;
  }

  private void multiply(DeviceBlock a, DeviceBlock b, DeviceBlock c) {
    queue
        .launch(Kernel.MATRIX_PRODUCT)
        .pointer(a.at(0))
        .pointer(b.at(0))
        .pointer(c.at(0))
        .integer(padded)
        .over(padded, padded);
  }

  private double seconds(Runnable work) {
    queue.synchronize();
    long start = System.nanoTime();
    queue.record(begin);
    work.run();
    queue.record(end);
    queue.synchronize();
    double byClock = Math.max(1, System.nanoTime() - start) * 1e-9;
    float[] milliseconds = new float[1];
    status.check("cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, begin, end));
    return milliseconds[0] > 0 ? milliseconds[0] * 1e-3 : byClock;
  }

  private void check(double[] product) {
    int step = Math.max(1, size / CHECKED);
    for (int i = size - 1; i >= 0; i -= step) {
      for (int j = size - 1; j >= 0; j -= step) {
        long expected = 0;
        for (int k = 0; k < size; k++) {
          expected += (long) entry(1, i, k) * entry(2, k, j);
        }
        if (product[i * padded + j] != expected) {
          throw new IllegalStateException("the device computed a wrong product");
        }
      }
    }
  }

  @Override
  public void close() {
    queue.close();
    status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(begin));
    status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(end));
  }
}
