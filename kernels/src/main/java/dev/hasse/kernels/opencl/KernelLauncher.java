package dev.hasse.kernels.opencl;

import com.aparapi.Kernel;
import com.aparapi.Range;
import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import com.aparapi.internal.kernel.KernelManager;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Launches a kernel on one device and nowhere else. When a launch fails Aparapi strikes the device
 * off its list for the kernel's class and goes on with the next, a pool of Java threads in the end;
 * with a device asked for it then finds that it may not use that, and throws an {@link
 * AssertionError}. Here that is a {@link LaunchFailedException}, and the device is put back on the
 * list.
 */
final class KernelLauncher {
  private final Kernel kernel;
  private final OpenCLDevice device;

  KernelLauncher(Kernel kernel, OpenCLDevice device) {
    this.kernel = kernel;
    this.device = device;
    allowOnlyTheDevice();
  }

  private void allowOnlyTheDevice() {
    KernelManager.instance().setPreferredDevices(kernel, new LinkedHashSet<>(List.of(device)));
  }

  void run(int groups) {
    int side = ArenaKernel.GROUP_SIDE;
    Range range = Range.create2D(device, Math.multiplyExact(groups, side), side, side, side);
    try {
      kernel.execute(range);
    } catch (AssertionError | RuntimeException e) {
      allowOnlyTheDevice();
      throw new LaunchFailedException("a kernel failed on " + device.getName(), e);
    }
    Device stillWanted = kernel.getTargetDevice();
    if (!device.equals(stillWanted)) {
      String other = stillWanted.getShortDescription();
      throw new LaunchFailedException("Aparapi left " + device.getName() + " for " + other, null);
    }
  }
}
