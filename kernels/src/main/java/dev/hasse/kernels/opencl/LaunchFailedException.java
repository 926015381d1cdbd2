package dev.hasse.kernels.opencl;

/** A kernel did not run on its OpenCL device. */
final class LaunchFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LaunchFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
