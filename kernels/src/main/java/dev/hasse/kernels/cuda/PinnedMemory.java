package dev.hasse.kernels.cuda;

import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Host memory that the driver has pinned, so that copies run beside the kernels. */
final class PinnedMemory implements AutoCloseable {
  private final DriverStatus status;
  private final Address address = new Address();
  private final ByteBuffer buffer;

  /** The device's context must be current. */
  PinnedMemory(DriverStatus status, int bytes) {
    this.status = status;
    status.check("cuMemHostAlloc", JCudaDriver.cuMemHostAlloc(address, bytes, 0));
    this.buffer = address.getByteBuffer(0, bytes); // in the machine's byte order
  }

  /** All of it, in the machine's byte order; its position and limit are the caller's to set. */
  ByteBuffer buffer() {
    return buffer;
  }

  int size() {
    return buffer.capacity();
  }

  /** For copies from or to a place in it. */
  Pointer at(int offset) {
    return offset == 0 ? address : address.withByteOffset(offset);
  }

  /** Its address as a number. */
  long address() {
    return address.value();
  }

  @Override
  public void close() {
    status.checkClosing("cuMemFreeHost", JCudaDriver.cuMemFreeHost(address));
  }

  private static final class Address extends Pointer {
    long value() {
      return getNativePointer();
    }
  }
}
