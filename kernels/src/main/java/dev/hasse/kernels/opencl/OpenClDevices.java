package dev.hasse.kernels.opencl;

import com.aparapi.device.Device;
import com.aparapi.device.OpenCLDevice;
import dev.hasse.compute.BackendUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The OpenCL devices of this machine, graphics processors first. */
final class OpenClDevices {
  /** Environment variable: part of the name of the device to take. */
  static final String CHOICE = "HASSE_OPENCL_DEVICE";

  private static final String MISSING =
      "no OpenCL device was found; install the OpenCL driver of the graphics processor and its"
          + " loader (Debian: ocl-icd-libopencl1), or pocl-opencl-icd to run OpenCL on the"
          + " processor";

  private OpenClDevices() {}

  /** All devices, the preferred first; none where there is no OpenCL. */
  static List<OpenCLDevice> all() {
    AparapiLog.silence();
    try (StandardError silent = new StandardError()) {
      return Stream.of(Device.TYPE.GPU, Device.TYPE.ACC, Device.TYPE.CPU)
          .flatMap(type -> OpenCLDevice.listDevices(type).stream().sorted(byUnits()))
          .toList();
    } catch (LinkageError e) {
      return List.of(); // Aparapi's library finds no OpenCL loader
    }
  }

  private static Comparator<OpenCLDevice> byUnits() {
    return Comparator.comparingInt(OpenCLDevice::getMaxComputeUnits).reversed();
  }

  /**
   * Some of the devices.
   *
   * @param numbers their places among all
   */
  static List<OpenCLDevice> numbered(List<OpenCLDevice> all, List<Integer> numbers)
      throws BackendUnavailableException {
    List<OpenCLDevice> chosen = new ArrayList<>();
    for (int number : numbers) {
      if (number < 0 || number >= all.size()) {
        throw new BackendUnavailableException(
            "there is no OpenCL device number " + number + "; there are " + names(all));
      }
      chosen.add(all.get(number));
    }
    return chosen;
  }

  private static List<String> names(List<OpenCLDevice> devices) {
    return devices.stream().map(OpenCLDevice::getName).toList();
  }

  /**
   * The device to use.
   *
   * @param wanted part of its name, in any case, or null for the first
   */
  static OpenCLDevice choose(List<OpenCLDevice> devices, String wanted)
      throws BackendUnavailableException {
    if (devices.isEmpty()) {
      throw new BackendUnavailableException(MISSING);
    }
    if (wanted == null || wanted.isBlank()) {
      return devices.get(0);
    }
    String part = wanted.toLowerCase(Locale.ROOT);
    return devices.stream()
        .filter(device -> device.getName().toLowerCase(Locale.ROOT).contains(part))
        .findFirst()
        .orElseThrow(
            () ->
                new BackendUnavailableException(
                    CHOICE
                        + " asks for an OpenCL device '"
                        + wanted
                        + "'; there are "
                        + names(devices)));
  }
}
