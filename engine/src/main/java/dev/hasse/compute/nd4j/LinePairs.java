package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * The lines of all boxes of a chunk, each with the bias of the affine map before it, in the form
 * that the inner loop wants. A positive coefficient a is multiplied by the lower slope, a negative
 * one by the upper slope, which is {@code a * slope + |a| * slopeOfMagnitude} with half the sum and
 * half the difference of both; in the same way {@code term} and {@code termOfMagnitude} make what a
 * adds to the row's constant: {@code lowerSlope * bias} or {@code upperSlope * bias +
 * upperIntercept}, less the price of all roundings, which is proportional to |a|
 * (docs/SOUNDNESS.md, "Rows through a ReLU"). Of an inactive neuron all four are 0.
 *
 * <p>Made once for each pass of a layer; all later layers' rows use it again. The loops are long
 * and without branches, so that the JVM's compiler vectorises them.
 */
final class LinePairs {
  /** More than the few operations that a row meets at one neuron lose to gradual underflow. */
  static final float UNDERFLOW = 0x1p-146f;

  private final FloatPool pool;
  private final float[] slope;
  private final float[] slopeOfMagnitude;
  private final float[] term;
  private final float[] termOfMagnitude;

  private LinePairs(FloatPool pool, int length) {
    this.pool = pool;
    this.slope = pool.take(length);
    this.slopeOfMagnitude = pool.take(length);
    this.term = pool.take(length);
    this.termOfMagnitude = pool.take(length);
  }

  void close() {
    pool.giveBack(slope);
    pool.giveBack(slopeOfMagnitude);
    pool.giveBack(term);
    pool.giveBack(termOfMagnitude);
  }

  /**
   * The price of one unit of magnitude for sums of so many terms: enough for the product to come,
   * for the sum that the price is part of, and for the few roundings here.
   *
   * @param terms the longer of both sums
   * @param relative relative error of the affine map's weights
   */
  static float price(int terms, double relative) {
    return Outward.floatUp(RoundingError.floatGammaOfComputed(terms + 8L, relative));
  }

  /**
   * The price where so many neurons of a node are stored, and the map, if any, comes next. Rows on
   * their way into a dense map are summed up as a whole, others in stretches ({@link
   * RowStrips#sum(int, int)}).
   */
  static float price(int stored, FloatAffine map) {
    if (map == null) {
      return price(Math.min(stored, RowStrips.STRETCH), 0);
    }
    if (map.transposed() != null) {
      return price(stored, map.relative());
    }
    int terms = Math.max(Math.min(stored, RowStrips.STRETCH), map.backTerms());
    return price(terms, map.relative());
  }

  /**
   * The lines of all boxes.
   *
   * @param map the affine map before the activation, or null where none is passed
   * @param magnitude of that map, or null
   */
  static LinePairs of(FloatPool pool, Relaxation lines, FloatAffine map, Magnitude magnitude) {
    int width = lines.width();
    int length = lines.boxes() * width;
    LinePairs pairs = new LinePairs(pool, length);
    float[] bias = pool.take(length);
    float[] price = pool.take(length);
    float[] weight = magnitude == null ? pool.take(length) : magnitude.values();
    float[] prices = new float[width + 1];
    for (int b = 0; b < lines.boxes(); b++) {
      int terms = lines.live(b) == null ? width : lines.live(b).length;
      if (prices[terms] == 0) {
        prices[terms] = price(terms, map);
      }
      Arrays.fill(price, b * width, (b + 1) * width, prices[terms]);
      if (map != null) {
        System.arraycopy(map.bias(), 0, bias, b * width, width);
      }
    }
    if (map == null) {
      Arrays.fill(bias, 0, length, 0f);
      Arrays.fill(weight, 0, length, 0f);
    }
    float[] lower = lines.lowerSlope();
    float[] upper = lines.upperSlope();
    float[] intercept = lines.upperIntercept();
    slopes(lower, upper, pairs.slope, pairs.slopeOfMagnitude, length);
    terms(lower, upper, intercept, bias, pairs.term, pairs.termOfMagnitude, length);
    float[] paid = pool.take(length);
    magnitudes(lower, upper, weight, lines.magnitude(), bias, intercept, paid, length);
    pay(pairs.termOfMagnitude, price, paid, length);
    pool.giveBack(paid);
    pool.giveBack(bias);
    pool.giveBack(price);
    if (magnitude == null) {
      pool.giveBack(weight);
    }
    return pairs;
  }

  private static void slopes(float[] lower, float[] upper, float[] s, float[] d, int length) {
    for (int k = 0; k < length; k++) {
      s[k] = 0.5f * (lower[k] + upper[k]);
      d[k] = 0.5f * (lower[k] - upper[k]);
    }
  }

  private static void terms(
      float[] lower,
      float[] upper,
      float[] intercept,
      float[] bias,
      float[] p,
      float[] q,
      int length) {
    for (int k = 0; k < length; k++) {
      float below = lower[k] * bias[k];
      float above = upper[k] * bias[k] + intercept[k];
      p[k] = 0.5f * (below + above);
      q[k] = 0.5f * (below - above);
    }
  }

  /**
   * What the price of a unit is paid for: {@code largerSlope * (weight + largest + 1.5 |bias|) +
   * 1.5 intercept}. A lower slope is 0 or 1, so the larger of both slopes is exact.
   */
  private static void magnitudes(
      float[] lower,
      float[] upper,
      float[] weight,
      float[] largest,
      float[] bias,
      float[] intercept,
      float[] to,
      int length) {
    for (int k = 0; k < length; k++) {
      float larger = lower[k] + (1 - lower[k]) * upper[k];
      float passed = (weight[k] + largest[k]) + 1.5f * Math.abs(bias[k]);
      to[k] = larger * passed + 1.5f * intercept[k];
    }
  }

  private static void pay(float[] q, float[] price, float[] magnitude, int length) {
    for (int k = 0; k < length; k++) {
      q[k] -= price[k] * magnitude[k];
    }
  }

  /**
   * Rows of one box that only go on into an affine map.
   *
   * @param live the neurons that are stored, or null for all {@code width}
   * @param at where the box begins in the magnitudes
   */
  static LinePairs none(
      FloatPool pool, int[] live, int width, FloatAffine map, Magnitude magnitude, int at) {
    int stored = live == null ? width : live.length;
    LinePairs pairs = new LinePairs(pool, stored);
    float price = price(stored, map);
    Arrays.fill(pairs.slope, 0, stored, 1f);
    Arrays.fill(pairs.slopeOfMagnitude, 0, stored, 0f);
    Arrays.fill(pairs.term, 0, stored, 0f);
    Arrays.fill(pairs.termOfMagnitude, 0, stored, 0f);
    if (map != null && live == null) {
      System.arraycopy(map.bias(), 0, pairs.term, 0, width);
      System.arraycopy(magnitude.values(), at, pairs.termOfMagnitude, 0, width);
    } else if (map != null) {
      for (int n = 0; n < stored; n++) {
        pairs.term[n] = map.bias()[live[n]];
        pairs.termOfMagnitude[n] = magnitude.values()[at + live[n]];
      }
    }
    pay(pairs.term, pairs.termOfMagnitude, price, stored);
    return pairs;
  }

  private static void pay(float[] bias, float[] weight, float price, int length) {
    for (int n = 0; n < length; n++) {
      weight[n] = -price * (weight[n] + 1.5f * Math.abs(bias[n]));
    }
  }

  float[] slope() {
    return slope;
  }

  float[] slopeOfMagnitude() {
    return slopeOfMagnitude;
  }

  float[] term() {
    return term;
  }

  float[] termOfMagnitude() {
    return termOfMagnitude;
  }
}
