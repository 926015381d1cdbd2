package dev.hasse.kernels.cuda;

import dev.hasse.compute.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jcuda.driver.JCudaDriver;

/**
 * Finds the driver and its devices, or says in one sentence what is missing, what is needed and how
 * to get it. Looking costs the driver's start, a second or so, and happens only when asked.
 */
final class Discovery {
  /** The first to load PTX of version 6.3, which the kernels are shipped as. */
  private static final int OLDEST_DRIVER = 10000;

  /** What the kernels are compiled for: Turing, of 2018. */
  private static final int OLDEST_MAJOR = 7;

  private static final int OLDEST_MINOR = 5;
  private static final int NO_DEVICE = 100;

  private static final String GET_DRIVER =
      "install NVIDIA's driver for your GPU (https://www.nvidia.com/drivers, or the package"
          + " nvidia-driver of your distribution)";

  private Discovery() {}

  /**
   * @param numbers of the devices in the driver's order; empty for all
   */
  static CudaBackend open(List<Integer> numbers) throws BackendUnavailableException {
    int started = start();
    int driver = driverVersion();
    if (driver < OLDEST_DRIVER) {
      throw new BackendUnavailableException(
          "found a driver for CUDA "
              + version(driver)
              + ", needed is one for CUDA "
              + version(OLDEST_DRIVER)
              + " or newer: "
              + GET_DRIVER);
    }
    List<CudaDevice> retained = new ArrayList<>();
    try {
      for (CudaDevice device : capableDevices(chosen(devices(started), numbers))) {
        device.retain();
        retained.add(device);
      }
      return new CudaBackend(List.copyOf(retained), driver);
    } catch (RuntimeException e) {
      retained.forEach(CudaDevice::close);
      throw new BackendUnavailableException("the CUDA driver refuses: " + e.getMessage(), e);
    }
  }

  /** Every GPU that the driver shows, in words; none where there is no driver that works. */
  static List<String> describeAll() {
    try {
      int started = start();
      int driver = driverVersion();
      return devices(started).stream()
          .map(device -> device.description() + ", driver for CUDA " + version(driver))
          .toList();
    } catch (BackendUnavailableException | CudaException e) {
      return List.of(); // opening the backend says why
    }
  }

  /** Loads the driver and starts it; its answer is judged once its version is known. */
  private static int start() throws BackendUnavailableException {
    try {
      return JCudaDriver.cuInit(0);
    } catch (LinkageError e) {
      throw new BackendUnavailableException(whyNotLoaded(), e);
    }
  }

  private static int driverVersion() throws BackendUnavailableException {
    int[] version = new int[1];
    int code = JCudaDriver.cuDriverGetVersion(version);
    if (code != 0) {
      throw new BackendUnavailableException(
          "the CUDA driver does not tell its version ("
              + CudaException.describe(code)
              + "): "
              + GET_DRIVER);
    }
    return version[0];
  }

  private static String whyNotLoaded() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return "found " + system + ", needed is Linux on x86-64: use another backend, such as cpu";
    }
    return "found no NVIDIA driver (libcuda.so.1 cannot be loaded), needed is one for CUDA "
        + version(OLDEST_DRIVER)
        + " or newer: "
        + GET_DRIVER;
  }

  private static List<CudaDevice> devices(int started) throws BackendUnavailableException {
    int code = started;
    int[] count = new int[1];
    if (code == 0) {
      code = JCudaDriver.cuDeviceGetCount(count);
    }
    if (code == NO_DEVICE || (code == 0 && count[0] == 0)) {
      throw new BackendUnavailableException(
          "found NVIDIA's driver but no GPU, needed is one of compute capability "
              + capability()
              + " or newer: look at nvidia-smi, CUDA_VISIBLE_DEVICES and the rights on"
              + " /dev/nvidia*");
    }
    if (code != 0) {
      throw new BackendUnavailableException(
          "NVIDIA's driver does not start ("
              + CudaException.describe(code)
              + "): look at nvidia-smi, and reload the driver or restart the machine");
    }
    List<CudaDevice> all = new ArrayList<>();
    for (int ordinal = 0; ordinal < count[0]; ordinal++) {
      all.add(new CudaDevice(ordinal));
    }
    return all;
  }

  private static List<CudaDevice> chosen(List<CudaDevice> all, List<Integer> numbers)
      throws BackendUnavailableException {
    if (numbers.isEmpty()) {
      return all;
    }
    List<CudaDevice> chosen = new ArrayList<>();
    for (int number : numbers) {
      if (number < 0 || number >= all.size()) {
        throw new BackendUnavailableException(
            "there is no GPU number "
                + number
                + ", the driver shows "
                + all.size()
                + ": look at CUDA_VISIBLE_DEVICES");
      }
      chosen.add(all.get(number));
    }
    return chosen;
  }

  private static List<CudaDevice> capableDevices(List<CudaDevice> all)
      throws BackendUnavailableException {
    List<CudaDevice> capable =
        all.stream().filter(d -> d.hasCapability(OLDEST_MAJOR, OLDEST_MINOR)).toList();
    if (capable.isEmpty()) {
      throw new BackendUnavailableException(
          "found "
              + all.stream().map(CudaDevice::description).collect(Collectors.joining(", "))
              + ", needed is a GPU of compute capability "
              + capability()
              + " or newer (Turing or later)");
    }
    return capable;
  }

  private static String capability() {
    return OLDEST_MAJOR + "." + OLDEST_MINOR;
  }

  /** A version as the driver counts it, in words. */
  static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }
}
