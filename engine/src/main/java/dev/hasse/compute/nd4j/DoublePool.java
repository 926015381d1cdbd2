package dev.hasse.compute.nd4j;

/** Double arrays of a lane. */
final class DoublePool extends SizedPool<double[]> {
  DoublePool() {
    super(6);
  }

  @Override
  double[] create(int length) {
    return new double[length];
  }

  @Override
  int length(double[] array) {
    return array.length;
  }
}
