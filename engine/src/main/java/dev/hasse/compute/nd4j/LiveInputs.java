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
  /** A block is given up after one, two, four or so many boxes if its inputs are not 0 already. */
  private static final int FIRST = 8;

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
    int most = width - width / 4;
    Arrays.fill(largest, 0f);
    for (int b = 0; b < boxes; b++) {
      if (Integer.bitCount(b) == 1 && b <= FIRST && nonZero() > most) {
        return false; // more boxes leave no more out
      }
      addBox(x, (from + b) * width);
    }
    largest[0] = largest[0] == 0 ? 1 : largest[0]; // at least one, since BLAS wants a product
    int count = nonZero();
    if (count > most) {
      return false;
    }
    if (live.length > count + count / 4) {
      gather();
    } else if (!isGathered()) {
      keepThose(count);
      gather();
    }
    return true;
  }

  /** Keeps what was kept too, unless that is much more: blocks that alternate need both. */
  private void keepThose(int count) {
    int both = count;
    for (int i = 0; i < isLive.length; i++) {
      both += isLive[i] && largest[i] == 0 ? 1 : 0;
    }
    if (both <= Math.min(count + count / 4, largest.length - largest.length / 4)) {
      for (int i = 0; i < isLive.length; i++) {
        largest[i] = isLive[i] ? 1 : largest[i];
      }
    }
  }

  private int nonZero() {
    int count = 0;
    for (float value : largest) {
      if (value != 0) { // not-a-number is not 0
        count++;
      }
    }
    return count;
  }

  /** Whether all that are not 0 are kept already. */
  private boolean isGathered() {
    boolean gathered = isLive.length == largest.length;
    for (int i = 0; i < isLive.length && gathered; i++) {
      gathered = largest[i] == 0 || isLive[i];
    }
    return gathered;
  }

  private void addBox(Interval x, int at) {
    int width = largest.length;
    if (x.isPositivePart()) { // where the upper bound is 0 the lower one is
      x.copyUpper(at, width, upper);
      addMagnitudes(upper, largest, width);
    } else {
      x.copy(at, width, lower, upper);
      addMagnitudes(lower, largest, width);
      addMagnitudes(upper, largest, width);
    }
  }

  private static void addMagnitudes(float[] values, float[] sum, int width) {
    for (int i = 0; i < width; i++) {
      sum[i] += Math.abs(values[i]);
    }
  }

  private void gather() {
    isLive = new boolean[largest.length];
    live = new int[nonZero()];
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
    x.gather(from, boxes, live, lower, upper);
  }

  /** {@code rows W'} with the weights of the inputs that are kept, by the product's stride. */
  void multiply(OpenBlas blas, int boxes, Scratch rows, Scratch result) {
    affine.product().run(blas, boxes, starts, rows, weights, result);
  }

  /** The same with {@code |W|}. */
  void multiplyMagnitudes(OpenBlas blas, int boxes, Scratch rows, Scratch result) {
    affine.product().run(blas, boxes, starts, rows, magnitudes, result);
  }

  @Override
  public void close() {
    weights.close();
    magnitudes.close();
  }
}
