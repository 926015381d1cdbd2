package dev.hasse.kernels.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * One stream of a device with the memory whose use it orders. Copies and kernels are put into the
 * stream and run later, one after the other; only {@link #download} waits. Used by one thread at a
 * time, which calls {@link #enter} first.
 */
final class DeviceQueue implements AutoCloseable {
  private static final int STREAM_NON_BLOCKING = 1;

  private final CudaDevice device;
  private final DriverStatus status;
  private final CUstream stream = new CUstream();
  private final DevicePool pool;
  private final StagingRing staging;
  private final KernelLaunch launch;
  private final StreamTimer timer;
  private boolean closed;

  DeviceQueue(CudaDevice device) {
    this.device = device;
    this.status = device.status();
    enter();
    status.check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, STREAM_NON_BLOCKING));
    StreamTimer created = null;
    try {
      created = new StreamTimer(status, stream, device.busySeconds());
      this.launch = new KernelLaunch(device.modules(), status, stream);
    } catch (RuntimeException e) {
      if (created != null) {
        created.close();
      }
      destroyStream();
      throw e;
    }
    this.timer = created;
    this.pool = new DevicePool(device, stream);
    this.staging = new StagingRing(status, stream);
  }

  /** Writes units {@code from} (included) to {@code to} (excluded) at the buffer's begin. */
  interface Source {
    void write(ByteBuffer target, int from, int to);
  }

  /** Reads a piece that begins so many bytes into the whole. */
  interface Sink {
    void read(ByteBuffer piece, long at);
  }

  /** Makes the thread's calls go to this device; throws if the device failed before. */
  void enter() {
    status.requireWorking();
    device.makeCurrent();
  }

  int multiprocessors() {
    return device.multiprocessors();
  }

  DeviceBlock take(long bytes) {
    return pool.take(bytes);
  }

  KernelLaunch launch(Kernel kernel) {
    timer.begin();
    return launch.of(kernel);
  }

  void zero(DeviceAddress target, long bytes) {
    status.check("cuMemsetD8Async", JCudaDriver.cuMemsetD8Async(target, (byte) 0, bytes, stream));
  }

  /**
   * Copies to the device by way of pinned memory, a piece while the next is written.
   *
   * @param unit bytes of what the source counts
   */
  void upload(DeviceAddress target, int count, int unit, Source source) {
    int most = Math.max(1, StagingRing.LARGEST_PIECE / unit);
    for (int from = 0; from < count; from += most) {
      int to = Math.min(count, from + most);
      int bytes = Math.multiplyExact(to - from, unit);
      StagingRing.Piece piece = staging.claim(bytes);
      source.write(piece.buffer(), from, to);
      status.check(
          "cuMemcpyHtoDAsync",
          JCudaDriver.cuMemcpyHtoDAsync(
              target.plus((long) from * unit), piece.pointer(), bytes, stream));
    }
  }

  /** Waits for what is in the stream and copies its result to the host, piece by piece. */
  void download(DeviceAddress from, long bytes, Sink sink) {
    for (long at = 0; at < bytes; at += StagingRing.LARGEST_PIECE) {
      int length = (int) Math.min(bytes - at, StagingRing.LARGEST_PIECE);
      StagingRing.Piece piece = staging.claim(length);
      status.check(
          "cuMemcpyDtoHAsync",
          JCudaDriver.cuMemcpyDtoHAsync(piece.pointer(), from.plus(at), length, stream));
      synchronize();
      sink.read(piece.buffer(), at);
    }
  }

  /** Puts an event into the stream. */
  void record(CUevent event) {
    status.check("cuEventRecord", JCudaDriver.cuEventRecord(event, stream));
  }

  /** Waits until the stream has nothing left to do. */
  void synchronize() {
    timer.end();
    status.check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    timer.read();
  }

  /** Waits for all copies and frees the host memory that they went through. */
  void endUploads() {
    synchronize();
    staging.close();
  }

  /** Frees all that was taken, held or not; on a device that failed too. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    device.makeCurrentToClose();
    status.checkClosing("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(stream));
    pool.close();
    staging.close();
    launch.close();
    timer.close();
    destroyStream();
  }

  private void destroyStream() {
    status.checkClosing("cuStreamDestroy", JCudaDriver.cuStreamDestroy(stream));
  }
}
