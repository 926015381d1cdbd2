package dev.hasse.kernels.cuda;

import jcuda.driver.CUdeviceptr;

/** An address in device memory, as a number too: kernels take it that way. */
final class DeviceAddress extends CUdeviceptr {
  /** Null, for the driver to write an address into. */
  DeviceAddress() {}

  private DeviceAddress(DeviceAddress base, long bytes) {
    super(base, bytes);
  }

  DeviceAddress plus(long bytes) {
    return bytes == 0 ? this : new DeviceAddress(this, bytes);
  }

  long value() {
    return getNativePointer() + getByteOffset();
  }
}
