package dev.hasse.kernels.opencl;

/** What a launch of {@link VerbKernel} does: numbers, because kernels have no enumerations. */
final class Verb {
  /** Only counts the launch. */
  static final int NOTHING = 0;

  static final int COPY_IN = 1;
  static final int COPY_OUT = 2;
  static final int FILL = 3;

  static final int CENTERS = 10;
  static final int FINISH = 11;
  static final int DIAGONAL = 12;
  static final int DIAGONAL_MAGNITUDES = 13;
  static final int RELU_BOUNDS = 14;
  static final int ADD_BOUNDS = 15;
  static final int INTERSECT = 16;
  static final int TIGHTEN = 17;
  static final int UNSTABLE = 18;
  static final int RELAX = 19;
  static final int LARGEST = 20;
  static final int MAGNITUDE = 21;
  static final int DUST_BOUNDS = 22;
  static final int DUST_MAGNITUDE = 23;

  static final int GATHER = 30;
  static final int RELU = 31;
  static final int ADD = 32;
  static final int ADD_BIAS = 33;
  static final int START_ROWS = 34;
  static final int UNIT_ROWS = 35;
  static final int MINIMIZER = 36;
  static final int DIVERGENCE = 37;

  static final int START_CONVOLUTION = 38;

  static final int CONVOLUTION = 40;
  static final int CONVOLUTION_MAGNITUDES = 41;
  static final int CONVOLUTION_BACK = 42;

  /** From here on a group of work items shares 16 rows. */
  static final int FIRST_ROW_VERB = 50;

  static final int SUM = 50;
  static final int BIAS = 51;
  static final int LINES = 52;
  static final int CONCRETIZE = 53;
  static final int MERGE = 54;
  static final int PAY = 55;

  /** From here on a group computes one tile of a matrix product. */
  static final int FIRST_PRODUCT = 60;

  static final int PRODUCT = 60;
  static final int PRODUCT_MAGNITUDES = 61;

  private Verb() {}
}
