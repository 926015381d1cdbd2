package dev.hasse.kernels.cuda.model;

/**
 * What a launch must do, however it is done.
 *
 * @param flops operations on floats of its products, two a multiply-add, without padding
 * @param bytes each input read once and each result written once, with padding
 */
record Work(double flops, double bytes) {
  private static final double FLOAT = Float.BYTES;
  private static final double CONSTANT = Double.BYTES;
  private static final double MAP = Integer.BYTES;

  /**
   * @param boxes whose lines and bounds the rows read
   */
  static Work of(Shape shape, int rows, int boxes) {
    return switch (shape.signature()) {
      case INTERVAL_AFFINE -> {
        double weights = (double) shape.word("inputs") * shape.word("ldy");
        double perBox = 2.0 * shape.word("ldx") + 2.0 * shape.word("ldy");
        yield new Work(
            2 * product(shape, rows), FLOAT * (weights + 2 * shape.word("ldy") + rows * perBox));
      }
      case MAGNITUDE_AFFINE -> {
        double weights = (double) shape.word("inputs") * shape.word("ldy");
        double perBox = 2.0 * shape.word("ldx") + shape.word("ldy");
        yield new Work(product(shape, rows), FLOAT * (weights + shape.word("ldy") + rows * perBox));
      }
      case BACK_AFFINE, BACK_AFFINE_NARROW -> {
        double lda = shape.word("lda");
        double ldw = shape.word("ldw");
        double weights = shape.word("outputs") * ldw + lda;
        double ofBoxes = boxes * (4 * lda + 1); // three of the lines, v, and inputSum
        yield new Work(
            product(shape, rows),
            FLOAT * (weights + ofBoxes + rows * (lda + ldw)) + rows * (2 * CONSTANT + MAP));
      }
      case START_ROWS -> {
        double ld = shape.word("ld");
        double weights = (double) rows / boxes / 2 * ld;
        yield new Work(
            0,
            FLOAT * (weights + rows * ld + boxes * (double) shape.word("ldv"))
                + rows * (CONSTANT + 2 * MAP));
      }
      case CONCRETIZE -> {
        double ld = shape.word("ld");
        yield new Work(0, FLOAT * ld * (rows + 2.0 * boxes) + rows * (2 * CONSTANT + MAP));
      }
      case INTERVAL_RELU -> matrices(shape, rows, 4);
      case INTERSECT -> matrices(shape, rows, 6);
      case RELAX_RELU -> matrices(shape, rows, 6);
      case UNSTABLE, MAGNITUDE_SUM -> matrices(shape, rows, 2);
      case TIGHTEN -> matrices(shape, rows, 4 + 4); // row bounds are two doubles a neuron
    };
  }

  private static double product(Shape shape, int rows) {
    return 2.0 * rows * shape.word("inputs") * shape.word("outputs");
  }

  private static Work matrices(Shape shape, int rows, int count) {
    return new Work(0, FLOAT * count * rows * (double) shape.word("ld"));
  }

  Work plus(Work other) {
    return new Work(flops + other.flops, bytes + other.bytes);
  }

  /** Seconds that the H100 needs at least. */
  double roofline() {
    return Math.max(flops / H100.FLOPS, bytes / H100.BANDWIDTH);
  }
}
