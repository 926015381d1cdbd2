package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.nd4j.CpuTensors.Magnitude;
import dev.hasse.compute.nd4j.CpuTensors.Relaxation;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * The lines of one box, each with the bias of the affine map before it, in the form that the inner
 * loop wants; inactive neurons are left out. A positive coefficient a is multiplied by the lower
 * slope, a negative one by the upper slope, which is {@code a * slope + |a| * slopeOfMagnitude}
 * with half the sum and half the difference of both; in the same way {@code term} and {@code
 * termOfMagnitude} make what a adds to the row's constant: {@code lowerSlope * bias} or {@code
 * upperSlope * bias + upperIntercept}, less the price of all roundings, which is proportional to
 * |a| (docs/SOUNDNESS.md, "Rows through a ReLU").
 *
 * <p>Made once for each box and pass of a layer; all later layers' rows use it again.
 */
final class LinePairs {
  /** More than the few operations here lose to gradual underflow. */
  static final float UNDERFLOW = 0x1p-146f;

  private final int[] live;
  private final float[] slope;
  private final float[] slopeOfMagnitude;
  private final float[] term;
  private final float[] termOfMagnitude;

  private LinePairs(int[] live, int stored) {
    this.live = live;
    this.slope = new float[stored];
    this.slopeOfMagnitude = new float[stored];
    this.term = new float[stored];
    this.termOfMagnitude = new float[stored];
  }

  /**
   * The price of one unit of magnitude for sums of so many terms: enough for the product to come,
   * for the sum that the price is part of, and for the few roundings here.
   *
   * @param relative relative error of the affine map's weights
   */
  static float price(int terms, double relative) {
    return Outward.floatUp(RoundingError.floatGammaOfComputed(terms + 8L, relative));
  }

  /**
   * The lines of a box.
   *
   * @param lines of all boxes, those of this box from {@code line} on
   * @param map the affine map before the activation, or null where none is passed
   * @param magnitude of that map, or null
   */
  static LinePairs of(Relaxation lines, int line, FloatAffine map, Magnitude magnitude) {
    int[] live = liveNeurons(lines, line);
    int stored = live == null ? lines.width() : live.length;
    LinePairs pairs = new LinePairs(live, stored);
    float price = price(stored, map == null ? 0 : map.relative());
    for (int n = 0; n < stored; n++) {
      int i = live == null ? n : live[n];
      float bias = map == null ? 0 : map.bias()[i];
      float weight = map == null ? 0 : magnitude.values()[line + i];
      if (lines.isIdentity(line + i)) {
        pairs.identity(n, bias, weight, price);
      } else {
        pairs.lines(n, lines, line + i, bias, weight, price);
      }
    }
    return pairs;
  }

  /**
   * Rows of a box that only go on into an affine map.
   *
   * @param live the neurons that are stored, or null for all {@code width}
   * @param at where the box begins in the magnitudes
   */
  static LinePairs none(int[] live, int width, FloatAffine map, Magnitude magnitude, int at) {
    int stored = live == null ? width : live.length;
    LinePairs pairs = new LinePairs(live, stored);
    float price = price(stored, map == null ? 0 : map.relative());
    for (int n = 0; n < stored; n++) {
      int i = live == null ? n : live[n];
      float bias = map == null ? 0 : map.bias()[i];
      pairs.identity(n, bias, map == null ? 0 : magnitude.values()[at + i], price);
    }
    return pairs;
  }

  private void identity(int n, float bias, float weight, float price) {
    slope[n] = 1;
    term[n] = bias;
    termOfMagnitude[n] = -price * (weight + 1.5f * Math.abs(bias));
  }

  private void lines(int n, Relaxation lines, int at, float bias, float weight, float price) {
    float lowerSlope = lines.lowerSlope()[at];
    float upperSlope = lines.upperSlope()[at];
    float intercept = lines.upperIntercept()[at];
    float lower = lowerSlope * bias;
    float upper = upperSlope * bias + intercept;
    float largestSlope = lowerSlope > upperSlope ? lowerSlope : upperSlope;
    float magnitude =
        largestSlope * (weight + lines.magnitude()[at]) + 1.5f * (Math.abs(bias) + intercept);
    slope[n] = 0.5f * (lowerSlope + upperSlope);
    slopeOfMagnitude[n] = 0.5f * (lowerSlope - upperSlope);
    term[n] = 0.5f * (lower + upper);
    termOfMagnitude[n] = 0.5f * (lower - upper) - price * magnitude - UNDERFLOW;
  }

  /** Neurons of a box that are not inactive; null when that is all of them. */
  private static int[] liveNeurons(Relaxation lines, int at) {
    int[] live = new int[lines.width()];
    int count = 0;
    for (int i = 0; i < live.length; i++) {
      live[count] = i;
      count += lines.isInactive(at + i) ? 0 : 1;
    }
    return count == live.length ? null : Arrays.copyOf(live, count);
  }

  /** The neurons that are not inactive, or null where all are. */
  int[] live() {
    return live;
  }

  /** Number of neurons that are not inactive. */
  int stored() {
    return slope.length;
  }

  float slope(int n) {
    return slope[n];
  }

  float slopeOfMagnitude(int n) {
    return slopeOfMagnitude[n];
  }

  float term(int n) {
    return term[n];
  }

  float termOfMagnitude(int n) {
    return termOfMagnitude[n];
  }
}
