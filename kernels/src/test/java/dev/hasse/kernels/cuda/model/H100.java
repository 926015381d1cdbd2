package dev.hasse.kernels.cuda.model;

/**
 * What the model knows of the device it predicts for, an H100 SXM. Compute capability 9.0 by the
 * tables of the CUDA C++ Programming Guide; the clock is the boost clock of the data sheet.
 */
final class H100 {
  static final int MULTIPROCESSORS = 132;
  static final double CLOCK = 1.98e9;

  /** Warp instructions a clock and multiprocessor: its schedulers, each of which issues one. */
  static final int ISSUES = 4;

  /** Warp instructions on doubles a clock and multiprocessor: 64 of 128 lanes. */
  static final int DOUBLES = 2;

  /** Wavefronts of shared memory a clock and multiprocessor: 32 banks of 4 bytes. */
  static final int WAVEFRONTS = 1;

  /** Operations a second, two an FFMA: 66.9e12. */
  static final double FLOPS = 2.0 * 32 * ISSUES * MULTIPROCESSORS * CLOCK;

  /** Bytes a second of a copy, as measured by others; 3.35e12 on paper. */
  static final double BANDWIDTH = 3.0e12;

  /** From one launch in a stream to the next, at least. An assumption. */
  static final double LAUNCH = 3e-6;

  static final int REGISTERS = 65536;
  static final int SHARED = 228 << 10;
  static final int RESERVED_SHARED = 1 << 10; // a block
  static final int THREADS = 2048;
  static final int BLOCKS = 32;

  /** As the emulator is told, so that the backend chooses what it would choose there. */
  static final String EMULATED =
      "name=H100 SXM;multiprocessors=" + MULTIPROCESSORS + ";memory=" + (80L << 30);

  private H100() {}
}
