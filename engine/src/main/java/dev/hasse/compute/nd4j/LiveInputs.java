package dev.hasse.compute.nd4j;

import dev.hasse.compute.nd4j.CpuTensors.Interval;
import java.util.Arrays;

/**
 * The inputs of an affine map that are not 0 on every box of a block, and the weights that they
 * meet. After a ReLU many neurons are inactive on all boxes of a block, since boxes that come
 * together tend to be alike; a term that is 0 may be left out of a sum without changing it. Kept
 * from block to block, and gathered again only where a block needs other inputs.
 */
final class LiveInputs implements AutoCloseable {
  private final CpuAffine affine;
  private final Scratch weights = new Scratch();
  private final Scratch magnitudes = new Scratch();
  private final float[] largest;
  private final float[] lower;
  private final float[] upper;
  private boolean[] isLive = new boolean[0];
  private int[] live = new int[0];
  private int[] starts = new int[0];

  LiveInputs(CpuAffine affine) {
    int width = affine.map().inputs();
    this.affine = affine;
    this.largest = new float[width];
    this.lower = new float[width];
    this.upper = new float[width];
  }

  /**
   * Chooses the inputs for some boxes, at least one.
   *
   * @return whether so many can be left out that it pays
   */
  boolean choose(Interval x, int from, int boxes) {
    int width = largest.length;
    Arrays.fill(largest, 0f);
    for (int b = from; b < from + boxes; b++) {
      System.arraycopy(x.lower(), b * width, lower, 0, width);
      System.arraycopy(x.upper(), b * width, upper, 0, width);
      addMagnitudes(lower, upper, largest, width);
    }
    largest[0] = largest[0] == 0 ? 1 : largest[0]; // at least one, since BLAS wants a product
    int count = 0;
    boolean gathered = isLive.length == width;
    for (int i = 0; i < width; i++) {
      if (largest[i] != 0) { // not-a-number is not 0
        count++;
        gathered = gathered && isLive[i];
      }
    }
    if (count > width - width / 4) {
      return false;
    }
    if (!gathered || live.length > count + count / 4) {
      gather(count);
    }
    return true;
  }

  private static void addMagnitudes(float[] lower, float[] upper, float[] sum, int width) {
    for (int i = 0; i < width; i++) {
      sum[i] += Math.abs(lower[i]) + Math.abs(upper[i]);
    }
  }

  private void gather(int count) {
    isLive = new boolean[largest.length];
    live = new int[count];
    int next = 0;
    for (int i = 0; i < largest.length; i++) {
      isLive[i] = largest[i] != 0;
      if (isLive[i]) {
        live[next++] = i;
      }
    }
    starts = affine.product().starts(live);
    float[] to = affine.product().matrix(affine.map().weights(), affine.map().transposed(), live);
    weights.put(to, to.length);
    for (int k = 0; k < to.length; k++) {
      to[k] = Math.abs(to[k]);
    }
    magnitudes.put(to, to.length);
  }

  /** Number of inputs that are kept. */
  int count() {
    return live.length;
  }

  /** Copies the bounds of the inputs that are kept, for so many boxes: {@code [box][kept]}. */
  void copy(Interval x, int from, int boxes, float[] lower, float[] upper) {
    int width = largest.length;
    int next = 0;
    for (int b = from; b < from + boxes; b++) {
      for (int k = 0; k < live.length; k++, next++) {
        lower[next] = x.lower()[b * width + live[k]];
        upper[next] = x.upper()[b * width + live[k]];
      }
    }
  }

  /** {@code center W'} and {@code radius |W|'}, by the product's stride. */
  void multiply(
      OpenBlas blas, int boxes, Scratch center, Scratch radius, Scratch middle, Scratch half) {
    affine.product().run(blas, boxes, starts, center, weights, middle);
    affine.product().run(blas, boxes, starts, radius, magnitudes, half);
  }

  @Override
  public void close() {
    weights.close();
    magnitudes.close();
  }
}
