package dev.hasse.compute.nd4j;

/**
 * A sum of products, off heap, that begins anew after it was collected: its first product is stored
 * instead of added, which saves writing zeros.
 */
final class WeightGradient implements AutoCloseable {
  private final Scratch sum;
  private final int length;
  private boolean isZero = true;

  WeightGradient(int length) {
    this.sum = Scratch.of(new float[length]);
    this.length = length;
  }

  /** Where to add a product. */
  Scratch sum() {
    return sum;
  }

  /** What to multiply the present content by before a product is added to it: 0 or 1. */
  float begin() {
    float factor = isZero ? 0 : 1;
    isZero = false;
    return factor;
  }

  /** Copies the sum out, which is 0 from now on; false, and nothing copied, if it is 0 already. */
  boolean collect(float[] to) {
    if (isZero) {
      return false;
    }
    sum.get(to, 0, length);
    isZero = true;
    return true;
  }

  @Override
  public void close() {
    sum.close();
  }
}
