package dev.hasse.compute.nd4j;

/** Float arrays of a lane. */
final class FloatPool extends SizedPool<float[]> {
  FloatPool() {
    super(6);
  }

  @Override
  float[] create(int length) {
    return new float[length];
  }

  @Override
  int length(float[] array) {
    return array.length;
  }
}
