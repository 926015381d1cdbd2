package dev.hasse.kernels.cuda;

/**
 * Sizes that blocks of device memory come in: four to each power of two, so that at most a quarter
 * is wasted and blocks of nearly equal needs can stand in for one another.
 */
final class SizeClass {
  private static final int SMALLEST_EXPONENT = 8; // 256 bytes

  /** Number of classes; the largest holds more than any device. */
  static final int COUNT = 4 * 44;

  private SizeClass() {}

  /** The smallest class that holds so many bytes. */
  static int of(long bytes) {
    long needed = Math.max(bytes, 1L << SMALLEST_EXPONENT);
    int exponent = 63 - Long.numberOfLeadingZeros(needed);
    long step = 1L << (exponent - 2);
    long quarters = (needed - (1L << exponent) + step - 1) / step;
    return 4 * (exponent - SMALLEST_EXPONENT) + (int) quarters;
  }

  /** Bytes of a block of a class. */
  static long bytes(int sizeClass) {
    int exponent = SMALLEST_EXPONENT + sizeClass / 4;
    return (1L << exponent) + sizeClass % 4 * (1L << (exponent - 2));
  }
}
