package dev.hasse.kernels.opencl;

import com.aparapi.device.OpenCLDevice;
import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DeviceMemoryException;
import java.util.List;
import java.util.Locale;

/** Finds the OpenCL backend. */
public final class OpenClProvider implements BackendProvider {
  /** The arena is a Java array too: this part of the heap at most. */
  private static final int PART_OF_HEAP = 4;

  private static final int PART_OF_DEVICE = 2;

  /** Aparapi counts bytes of an array in an int. */
  private static final long LARGEST_ARENA = Integer.MAX_VALUE / Float.BYTES;

  @Override
  public String name() {
    return OpenClBackend.NAME;
  }

  /**
   * Below the cpu backend: what an OpenCL device is cannot be told without touching it, and on a
   * processor it is slower than OpenBLAS (docs/notes/opencl-backend.md).
   */
  @Override
  public int preference() {
    return 5;
  }

  @Override
  public List<String> devices() {
    return OpenClDevices.all().stream().map(OpenClProvider::describe).toList();
  }

  @Override
  public ComputeBackend open() throws BackendUnavailableException {
    return openOneOf(OpenClDevices.all());
  }

  /** Opens one of them, the one that it would take if there were no others. */
  @Override
  public ComputeBackend open(List<Integer> numbers) throws BackendUnavailableException {
    return openOneOf(OpenClDevices.numbered(OpenClDevices.all(), numbers));
  }

  private static ComputeBackend openOneOf(List<OpenCLDevice> devices)
      throws BackendUnavailableException {
    OpenCLDevice chosen = OpenClDevices.choose(devices, System.getenv(OpenClDevices.CHOICE));
    requireGroups(chosen);
    // Otherwise buffers would be the Java arrays themselves, which the JVM may move.
    chosen.setSharedMemory(false);
    int limit = limit(chosen);
    OpenClDevice device = new OpenClDevice(chosen, limit);
    try {
      new DeviceTrial(device).run();
    } catch (LaunchFailedException | DeviceMemoryException e) {
      device.close();
      throw new BackendUnavailableException(
          "the OpenCL device '"
              + chosen.getName()
              + "' does not compute as it must: "
              + e.getMessage(),
          e);
    }
    return new OpenClBackend(describe(chosen, limit), device);
  }

  private static void requireGroups(OpenCLDevice device) throws BackendUnavailableException {
    if (device.getMaxWorkGroupSize() < ArenaKernel.GROUP) {
      throw new BackendUnavailableException(
          "the OpenCL device '"
              + device.getName()
              + "' runs groups of at most "
              + device.getMaxWorkGroupSize()
              + " work items, and "
              + ArenaKernel.GROUP
              + " are needed");
    }
  }

  private static int limit(OpenCLDevice device) {
    long bytes =
        Math.min(
            Math.min(device.getMaxMemAllocSize(), device.getGlobalMemSize() / PART_OF_DEVICE),
            Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    long floats = Math.min(LARGEST_ARENA, bytes / Float.BYTES);
    return (int) (floats / FreeSpace.ALIGNMENT * FreeSpace.ALIGNMENT);
  }

  private static String describe(OpenCLDevice device) {
    return String.format(
        Locale.ROOT,
        "%s (%s) with %.1f GiB, %s",
        device.getName().trim(),
        device.getType(),
        device.getGlobalMemSize() / (double) (1L << 30),
        device.getOpenCLPlatform().getVersion().trim());
  }

  private static String describe(OpenCLDevice device, int limit) {
    return String.format(
        Locale.ROOT,
        "%s, %s, OpenCL float32, arena of at most %d MiB",
        device.getName().trim(),
        device.getOpenCLPlatform().getName().trim(),
        limit / ((1 << 20) / Float.BYTES));
  }
}
