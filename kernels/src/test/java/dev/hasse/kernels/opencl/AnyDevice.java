package dev.hasse.kernels.opencl;

import com.aparapi.device.OpenCLDevice;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.BackendUnavailableException;

/** The device that the backend would take, for tests of its parts. */
final class AnyDevice {
  private AnyDevice() {}

  /** Skips the test, with the reason, where there is none. */
  static OpenCLDevice find() {
    AvailableBackend.open(OpenClBackend.NAME).close();
    try {
      OpenCLDevice device =
          OpenClDevices.choose(OpenClDevices.all(), System.getenv(OpenClDevices.CHOICE));
      device.setSharedMemory(false);
      return device;
    } catch (BackendUnavailableException e) {
      throw new AssertionError("was there a moment ago", e);
    }
  }

  static OpenClDevice open(int limit) {
    return new OpenClDevice(find(), limit);
  }
}
