package dev.hasse.kernels.cuda;

import jcuda.driver.JCudaDriver;

/** A call of the CUDA driver that failed: its name, the code, and the driver's own words. */
final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  private CudaException(String message, int code, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static CudaException of(String call, int code) {
    return new CudaException(call + " failed: " + describe(code), code, null);
  }

  /** What a call on a device gets that failed before. */
  static CudaException after(CudaException first) {
    return new CudaException(
        "the device is out of use since an earlier failure: " + first.getMessage(),
        first.code,
        first);
  }

  /** The driver's name of a code and its text. */
  static String describe(int code) {
    String[] name = new String[1];
    String[] text = new String[1];
    JCudaDriver.cuGetErrorName(code, name);
    JCudaDriver.cuGetErrorString(code, text);
    return (name[0] == null ? "unknown error" : name[0])
        + " ("
        + code
        + ")"
        + (text[0] == null ? "" : ", " + text[0]);
  }

  int code() {
    return code;
  }
}
