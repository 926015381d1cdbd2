package dev.hasse.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * The kernels on one device. The driver compiles each PTX file when a kernel of it is first asked
 * for (and keeps the result on disk, so that the next process need not). Shared by threads.
 */
final class KernelModules implements AutoCloseable {
  private final DriverStatus status;
  private final Map<Ptx, CUmodule> modules = new EnumMap<>(Ptx.class);
  private final Map<Kernel, CUfunction> functions = new EnumMap<>(Kernel.class);

  KernelModules(DriverStatus status) {
    this.status = status;
  }

  /** The device's context must be current. */
  synchronized CUfunction function(Kernel kernel) {
    CUfunction function = functions.get(kernel);
    if (function == null) {
      function = new CUfunction();
      status.check(
          "cuModuleGetFunction of " + kernel.symbol(),
          JCudaDriver.cuModuleGetFunction(function, module(kernel.file()), kernel.symbol()));
      functions.put(kernel, function);
    }
    return function;
  }

  private CUmodule module(Ptx file) {
    CUmodule module = modules.get(file);
    if (module == null) {
      module = new CUmodule();
      status.check(
          "cuModuleLoadData of " + file.resource(),
          JCudaDriver.cuModuleLoadData(module, withTerminator(file)));
      modules.put(file, module);
    }
    return module;
  }

  private static byte[] withTerminator(Ptx file) {
    try (InputStream text = KernelModules.class.getResourceAsStream(file.resource())) {
      if (text == null) {
        throw new IllegalStateException("the kernels' " + file.resource() + " is not in the jar");
      }
      byte[] bytes = text.readAllBytes();
      return Arrays.copyOf(bytes, bytes.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    for (CUmodule module : modules.values()) {
      status.checkClosing("cuModuleUnload", JCudaDriver.cuModuleUnload(module));
    }
    modules.clear();
    functions.clear();
  }
}
