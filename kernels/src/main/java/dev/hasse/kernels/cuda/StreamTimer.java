package dev.hasse.kernels.cuda;

import java.util.concurrent.atomic.DoubleAdder;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * How long a stream works, by two events of the device: one before the first kernel after a wait,
 * one at the next wait. What the host does in between waits is not counted, nor are copies before
 * the first kernel.
 */
final class StreamTimer implements AutoCloseable {
  private static final int EVENT_WITH_TIMING = 0;

  private final DriverStatus status;
  private final CUstream stream;
  private final DoubleAdder busySeconds;
  private final CUevent begin = new CUevent();
  private final CUevent end = new CUevent();
  private boolean running;

  /**
   * @param busySeconds what is measured is added here
   */
  StreamTimer(DriverStatus status, CUstream stream, DoubleAdder busySeconds) {
    this.status = status;
    this.stream = stream;
    this.busySeconds = busySeconds;
    status.check("cuEventCreate", JCudaDriver.cuEventCreate(begin, EVENT_WITH_TIMING));
    try {
      status.check("cuEventCreate", JCudaDriver.cuEventCreate(end, EVENT_WITH_TIMING));
    } catch (RuntimeException e) {
      status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(begin));
      throw e;
    }
  }

  /** Before a kernel. */
  void begin() {
    if (!running) {
      status.check("cuEventRecord", JCudaDriver.cuEventRecord(begin, stream));
      running = true;
    }
  }

  /** Before the host waits for the stream. */
  void end() {
    if (running) {
      status.check("cuEventRecord", JCudaDriver.cuEventRecord(end, stream));
    }
  }

  /** After the host waited. */
  void read() {
    if (running) {
      running = false;
      float[] milliseconds = new float[1];
      status.check("cuEventElapsedTime", JCudaDriver.cuEventElapsedTime(milliseconds, begin, end));
      busySeconds.add(milliseconds[0] * 1e-3);
    }
  }

  @Override
  public void close() {
    status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(begin));
    status.checkClosing("cuEventDestroy", JCudaDriver.cuEventDestroy(end));
  }
}
