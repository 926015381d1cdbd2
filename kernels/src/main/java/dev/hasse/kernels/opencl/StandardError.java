package dev.hasse.kernels.opencl;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * The process's standard error while Aparapi's native part runs that writes warnings there, such as
 * one about every OpenCL platform newer than 2.1. Between making and closing it leads nowhere.
 */
final class StandardError implements AutoCloseable {
  private static final int DESCRIPTOR = 2;
  private static final int WRITE_ONLY = 1;

  private final int saved;

  /** From now on nothing is written. */
  StandardError() {
    if (Platform.isWindows()) {
      saved = -1;
      return;
    }
    saved = call("dup", DESCRIPTOR);
    int nowhere = call("open", "/dev/null", WRITE_ONLY);
    call("dup2", nowhere, DESCRIPTOR);
    call("close", nowhere);
  }

  @Override
  public void close() {
    if (saved >= 0) {
      call("fflush", Pointer.NULL);
      call("dup2", saved, DESCRIPTOR);
      call("close", saved);
    }
  }

  private static int call(String name, Object... arguments) {
    int result = Function.getFunction("c", name).invokeInt(arguments);
    if (result < 0) {
      throw new IllegalStateException(name + " of the C library failed");
    }
    return result;
  }
}
