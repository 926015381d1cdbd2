package dev.hasse.compute.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The gradient by one map's weights, off heap: a sum of products by W, and one of products by |W|
 * whose elements count times the sign of the weight. Each begins anew after it was collected: its
 * first product is stored instead of added, which saves writing zeros.
 */
final class WeightGradient implements AutoCloseable {
  /** Floats at a time in loops: three such arrays stay in the first cache. */
  private static final int STRIP = 2048;

  private final int length;
  private final Sum signed;
  private final Sum unsigned;
  private final float[] strip;
  private final float[] more;
  private final float[] weights;

  /** A sum of products, off heap. */
  static final class Sum {
    private final Scratch at;
    private boolean isZero = true;

    private Sum(int length) {
      this.at = Scratch.of(new float[length]);
    }

    /** Where to add a product. */
    Scratch at() {
      return at;
    }

    /** What to multiply the present content by before a product is added to it: 0 or 1. */
    float begin() {
      float factor = isZero ? 0 : 1;
      isZero = false;
      return factor;
    }
  }

  WeightGradient(int length) {
    this.length = length;
    this.signed = new Sum(length);
    this.unsigned = new Sum(length);
    this.strip = new float[Math.min(STRIP, length)];
    this.more = new float[strip.length];
    this.weights = new float[strip.length];
  }

  /** What is added as it is. */
  Sum signed() {
    return signed;
  }

  /** What is added times the sign of the weight. */
  Sum unsigned() {
    return unsigned;
  }

  /** Adds what came by |W|, with its signs, to what came by W. */
  void applySigns(Scratch of) {
    if (unsigned.isZero) {
      return;
    }
    boolean isFirst = signed.begin() == 0;
    Arrays.fill(strip, 0f);
    for (int at = 0; at < length; at += STRIP) {
      int count = Math.min(STRIP, length - at);
      if (!isFirst) {
        signed.at.get(at, strip, 0, count);
      }
      unsigned.at.get(at, more, 0, count);
      of.get(at, weights, 0, count);
      TriangleLoops.addWithSigns(strip, more, weights, count);
      signed.at.put(at, strip, 0, count);
      if (isFirst) {
        Arrays.fill(strip, 0f);
      }
    }
    unsigned.isZero = true;
  }

  /** Adds the gradient to a part of {@code target}; it is 0 from now on. */
  void collect(FloatBuffer target, int targetAt, Scratch of) {
    applySigns(of);
    if (signed.isZero) {
      return;
    }
    for (int at = 0; at < length; at += STRIP) {
      int count = Math.min(STRIP, length - at);
      target.get(targetAt + at, strip, 0, count);
      signed.at.get(at, more, 0, count);
      for (int k = 0; k < count; k++) {
        strip[k] += more[k];
      }
      target.put(targetAt + at, strip, 0, count);
    }
    signed.isZero = true;
  }

  @Override
  public void close() {
    signed.at.close();
    unsigned.at.close();
  }
}
