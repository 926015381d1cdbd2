package dev.hasse.kernels.emulator;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuGetErrorString;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.util.ArrayList;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The emulated device with one module of PTX, for the emulator's own tests. */
final class EmulatedDevice implements AutoCloseable {
  private static final int PARAMETERS = 3; // of the kernels of Ptx

  private final CUdevice device = new CUdevice();
  private final CUmodule module = new CUmodule();
  private final List<CUdeviceptr> memory = new ArrayList<>();
  private boolean failed;

  EmulatedDevice(String ptx) {
    JCudaDriver.setExceptionsEnabled(false);
    check(cuInit(0));
    check(JCudaDriver.cuDeviceGet(device, 0));
    CUcontext context = new CUcontext();
    check(cuDevicePrimaryCtxRetain(context, device));
    check(cuCtxSetCurrent(context));
    int code = cuModuleLoadData(module, ptx);
    if (code != CUresult.CUDA_SUCCESS) {
      EmulatedFault fault = new EmulatedFault(code, text(code));
      cuDevicePrimaryCtxRelease(device);
      throw fault;
    }
  }

  CUdeviceptr allocate(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(cuMemAlloc(pointer, bytes));
    memory.add(pointer);
    return pointer;
  }

  CUdeviceptr upload(int[] values) {
    return copied(Pointer.to(values), 4L * values.length);
  }

  CUdeviceptr upload(long[] values) {
    return copied(Pointer.to(values), 8L * values.length);
  }

  private CUdeviceptr copied(Pointer host, long bytes) {
    CUdeviceptr pointer = allocate(bytes);
    check(cuMemcpyHtoD(pointer, host, bytes));
    return pointer;
  }

  void free(CUdeviceptr pointer) {
    check(cuMemFree(pointer));
    memory.remove(pointer);
  }

  int[] ints(CUdeviceptr pointer, int count) {
    int[] values = new int[count];
    check(cuMemcpyDtoH(Pointer.to(values), pointer, 4L * count));
    return values;
  }

  long[] longs(CUdeviceptr pointer, int count) {
    long[] values = new long[count];
    check(cuMemcpyDtoH(Pointer.to(values), pointer, 8L * count));
    return values;
  }

  /** Runs a kernel whose parameters are all pointers, to its end; throws its fault. */
  void run(String kernel, int blocks, int threads, CUdeviceptr... arguments) {
    run(kernel, blocks, threads, 0, arguments);
  }

  void run(String kernel, int blocks, int threads, int shared, CUdeviceptr... arguments) {
    CUfunction function = new CUfunction();
    check(cuModuleGetFunction(function, module, kernel));
    NativePointerObject[] pointers = new NativePointerObject[PARAMETERS];
    for (int k = 0; k < PARAMETERS; k++) {
      pointers[k] = Pointer.to(k < arguments.length ? arguments[k] : new CUdeviceptr());
    }
    check(
        cuLaunchKernel(
            function, blocks, 1, 1, threads, 1, 1, shared, null, Pointer.to(pointers), null));
    check(cuCtxSynchronize());
  }

  private void check(int code) {
    if (code != CUresult.CUDA_SUCCESS) {
      failed = true;
      throw new EmulatedFault(code, text(code));
    }
  }

  private static String text(int code) {
    String[] text = new String[1];
    cuGetErrorString(code, text);
    return text[0];
  }

  @Override
  public void close() {
    if (!failed) {
      memory.forEach(JCudaDriver::cuMemFree);
      cuModuleUnload(module);
    }
    cuDevicePrimaryCtxRelease(device);
  }
}
