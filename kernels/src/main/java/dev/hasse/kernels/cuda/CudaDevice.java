package dev.hasse.kernels.cuda;

import dev.hasse.compute.DeviceMemoryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.DoubleAdder;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/** One GPU with its primary context, which all who use the GPU in this process share. */
final class CudaDevice implements AutoCloseable {
  private static final int LONGEST_NAME = 256;
  private static final double GIBIBYTE = 1L << 30;

  private final DriverStatus status = new DriverStatus();
  private final CUdevice handle = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final KernelModules modules = new KernelModules(status);
  private final DoubleAdder busySeconds = new DoubleAdder();
  private final List<DevicePool> pools = new CopyOnWriteArrayList<>();
  private final String name;
  private final int major;
  private final int minor;
  private final int multiprocessors;
  private final long totalBytes;

  /** Looks at a device; nothing is taken yet. */
  CudaDevice(int ordinal) {
    status.check("cuDeviceGet", JCudaDriver.cuDeviceGet(handle, ordinal));
    byte[] text = new byte[LONGEST_NAME];
    status.check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(text, text.length, handle));
    this.name = new String(text, StandardCharsets.UTF_8).replaceAll("\0.*", "").trim();
    this.major = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    this.minor = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    this.multiprocessors = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    long[] bytes = new long[1];
    status.check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(bytes, handle));
    this.totalBytes = bytes[0];
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    status.check(
        "cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, handle));
    return value[0];
  }

  /** Makes a context on it, or takes part in the one there is. */
  void retain() {
    status.check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, handle));
  }

  DriverStatus status() {
    return status;
  }

  /** How long its streams worked, by its own events. */
  DoubleAdder busySeconds() {
    return busySeconds;
  }

  KernelModules modules() {
    return modules;
  }

  /** Makes the calling thread's calls go to this device. */
  void makeCurrent() {
    status.check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  /** The same for calls that give something back. */
  void makeCurrentToClose() {
    status.checkClosing("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
  }

  boolean hasCapability(int neededMajor, int neededMinor) {
    return major > neededMajor || (major == neededMajor && minor >= neededMinor);
  }

  /** Name, compute capability and memory. */
  String description() {
    long tenths = (long) (10 * totalBytes / GIBIBYTE); // rounded down
    return name
        + (" (compute capability " + major + "." + minor + ")")
        + (" with " + tenths / 10 + "." + tenths % 10 + " GiB");
  }

  int multiprocessors() {
    return multiprocessors;
  }

  long totalBytes() {
    return totalBytes;
  }

  /** Bytes that nobody uses now. */
  long freeBytes() {
    long[] free = new long[1];
    long[] total = new long[1];
    status.check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  /** New memory, or null where there is no room. */
  DeviceAddress tryAllocate(long bytes) {
    DeviceAddress address = new DeviceAddress();
    return status.hadRoom("cuMemAlloc", JCudaDriver.cuMemAlloc(address, bytes)) ? address : null;
  }

  void free(DeviceAddress address) {
    status.checkClosing("cuMemFree", JCudaDriver.cuMemFree(address));
  }

  void add(DevicePool pool) {
    pools.add(pool);
  }

  void remove(DevicePool pool) {
    pools.remove(pool);
  }

  /**
   * Frees what the pools of all lanes on this device hold ready.
   *
   * @throws DeviceMemoryException never, but what else fails is thrown
   */
  void emptyCaches() {
    pools.forEach(DevicePool::emptyCache);
  }

  /** Gives the context back; whoever used it must be closed. */
  @Override
  public void close() {
    makeCurrentToClose();
    modules.close();
    status.checkClosing("cuDevicePrimaryCtxRelease", JCudaDriver.cuDevicePrimaryCtxRelease(handle));
  }
}
