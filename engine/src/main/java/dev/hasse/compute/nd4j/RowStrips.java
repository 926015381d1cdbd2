package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.numeric.RoundingError;
import java.util.Arrays;

/**
 * The loops of back-substitution between products: what every coefficient is multiplied by and what
 * it adds to the constant of its row. The rows of one box after the other pass; their results lie
 * off heap, one below the other, where products read them.
 *
 * <p>What a coefficient a becomes depends on its sign, so it is a linear combination of a and |a|,
 * and so is what it adds to the constant, the price of all roundings included. The rows are dense,
 * so a strip of several rows is one long loop, with the vectors that the coefficients meet repeated
 * for each row of the strip. Every array is indexed by the loop variable alone, and there is no
 * {@code Math.max}: that is what the JVM's compiler vectorises; and only long loops spend little
 * outside the vectorised part (docs/notes/cpu-backend.md). The sums along the rows are products
 * with a vector of ones.
 */
final class RowStrips implements AutoCloseable {
  /** Floats a strip: what a loop reads and writes stays in the first-level cache. */
  private static final int STRIP = 512;

  /**
   * Neurons whose terms are summed up in float where the sum need not be longer: its error grows
   * with its length, and a node of an image has thousands of neurons.
   */
  static final int STRETCH = 256;

  /** Bounds what underflow in one float operation can lose, with room to spare. */
  private static final double UNDERFLOW = 4 * RoundingError.FLOAT_UNDERFLOW;

  private final OpenBlas blas;
  private final Scratch passed = new Scratch();
  private final Scratch terms = new Scratch();
  private final Scratch ones = new Scratch();
  private final Scratch sumsOffHeap = new Scratch();
  private float[] sums = new float[0];
  private float[] stored = new float[0];
  private int[] place = new int[0];
  private float[] in = new float[0];
  private float[] inOfNegative = new float[0];
  private float[] outOfNegative = new float[0];
  private float[] out = new float[0];
  private float[] slope = new float[0];
  private float[] slopeOfMagnitude = new float[0];
  private float[] term = new float[0];
  private float[] termOfMagnitude = new float[0];
  private Scratch target;
  private int targetStart;
  private int width;
  private int rows;

  RowStrips(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public void close() {
    passed.close();
    terms.close();
    ones.close();
    sumsOffHeap.close();
  }

  /** Starts again, for at most so many rows of so many coefficients, kept in {@link #passed}. */
  void reset(int most, int coefficients) {
    passed.ensure(most * coefficients);
    reset(most, coefficients, passed, 0);
  }

  /** The same; what passes goes to a place of the caller's. */
  void reset(int most, int coefficients, Scratch to, int at) {
    width = coefficients;
    rows = 0;
    target = to;
    targetStart = at;
    terms.ensure(RowProducts.byFours(most) * width);
    int strip = Math.max(STRIP, width);
    if (in.length < strip) {
      place = new int[strip];
      in = new float[strip];
      inOfNegative = new float[strip];
      outOfNegative = new float[strip];
      out = new float[strip];
      slope = new float[strip];
      slopeOfMagnitude = new float[strip];
      term = new float[strip];
      termOfMagnitude = new float[strip];
    }
  }

  /**
   * One box of rows through lines: each coefficient times its slope goes below those of the boxes
   * before.
   *
   * @param from where the rows are, from {@code at} on, {@code count} of them; all neurons of the
   *     lines, or the chosen ones only
   * @param mirrored whether the negatives of the rows pass after them
   * @param box where the box begins in the lines
   * @param chosen which neurons of the lines go on, or null for all
   */
  void pass(
      Scratch from,
      int at,
      int count,
      int places,
      boolean mirrored,
      LinePairs lines,
      int box,
      int[] chosen) {
    int strip = stripRows(count);
    repeat(lines.slope(), box, chosen, slope, strip);
    repeat(lines.slopeOfMagnitude(), box, chosen, slopeOfMagnitude, strip);
    repeat(lines.term(), box, chosen, term, strip);
    repeat(lines.termOfMagnitude(), box, chosen, termOfMagnitude, strip);
    boolean gathers = places != width;
    if (gathers) {
      choose(chosen, places, strip);
    }
    for (int first = 0; first < count; first += strip) {
      int stretch = Math.min(strip, count - first);
      read(from, at + first * places, places, stretch, gathers);
      if (mirrored) {
        relaxBoth(rows + first, rows + count + first, stretch);
      } else {
        relax(rows + first, stretch);
      }
    }
    rows += mirrored ? 2 * count : count;
  }

  /** How many rows make a strip, where there are so many. */
  private int stripRows(int count) {
    return Math.max(1, Math.min(count, STRIP / Math.max(1, width)));
  }

  /** Copies the vector's values to the target so many times, all of them or the chosen ones. */
  private void repeat(float[] vector, int at, int[] chosen, float[] target, int times) {
    if (chosen == null) {
      System.arraycopy(vector, at, target, 0, width);
    } else {
      for (int n = 0; n < width; n++) {
        target[n] = vector[at + chosen[n]];
      }
    }
    int length = times * width;
    for (int done = width; done < length; done *= 2) {
      System.arraycopy(target, 0, target, done, Math.min(done, length - done));
    }
  }

  /** Where each coefficient of a strip stands among those of all stored neurons. */
  private void choose(int[] chosen, int places, int strip) {
    if (stored.length < strip * places) {
      stored = new float[strip * places];
    }
    for (int r = 0; r < strip; r++) {
      int row = r * width;
      for (int n = 0; n < width; n++) {
        place[row + n] = chosen[n] + r * places;
      }
    }
  }

  private void read(Scratch from, int at, int places, int stretch, boolean gathers) {
    if (gathers) {
      from.get(at, stored, 0, stretch * places);
      gather(stored, place, in, stretch * width);
    } else {
      from.get(at, in, 0, stretch * width);
    }
  }

  private static void gather(float[] from, int[] place, float[] to, int length) {
    for (int k = 0; k < length; k++) {
      to[k] = from[place[k]];
    }
  }

  private void relax(int row, int stretch) {
    int length = stretch * width;
    relax(in, out, slope, slopeOfMagnitude, term, termOfMagnitude, length);
    put(row, out, in, length);
  }

  /** The rows and, from another one on, their negatives. */
  private void relaxBoth(int row, int negative, int stretch) {
    int length = stretch * width;
    negative(in, outOfNegative, slope, slopeOfMagnitude, length);
    negative(in, inOfNegative, term, termOfMagnitude, length);
    put(negative, outOfNegative, inOfNegative, length);
    relax(row, stretch);
  }

  private void put(int row, float[] passed, float[] added, int length) {
    target.put(targetStart + row * width, passed, 0, length);
    terms.put(row * width, added, 0, length);
  }

  private static void negative(
      float[] x, float[] y, float[] factor, float[] ofMagnitude, int length) {
    for (int k = 0; k < length; k++) {
      float a = x[k];
      y[k] = Math.abs(a) * ofMagnitude[k] - a * factor[k];
    }
  }

  /** Coefficient times slope into y; what intercept, bias and roundings make of it into x. */
  private static void relax(
      float[] x,
      float[] y,
      float[] slope,
      float[] slopeOfMagnitude,
      float[] term,
      float[] termOfMagnitude,
      int length) {
    for (int k = 0; k < length; k++) {
      float a = x[k];
      float b = Math.abs(a);
      y[k] = a * slope[k] + b * slopeOfMagnitude[k];
      x[k] = a * term[k] + b * termOfMagnitude[k];
    }
  }

  /**
   * Only what coefficients add to the constants: {@code a * term + |a| * termOfMagnitude}.
   *
   * @param at where so many rows begin, all neurons stored
   */
  void add(Scratch coefficients, int at, int count, float[] terms, float[] termsOfMagnitude) {
    int strip = stripRows(count);
    repeat(terms, 0, null, term, strip);
    repeat(termsOfMagnitude, 0, null, termOfMagnitude, strip);
    for (int first = 0; first < count; first += strip) {
      int length = Math.min(strip, count - first) * width;
      coefficients.get(at + first * width, in, 0, length);
      add(in, term, termOfMagnitude, length);
      this.terms.put((rows + first) * width, in, 0, length);
    }
    rows += count;
  }

  private static void add(float[] x, float[] term, float[] termOfMagnitude, int length) {
    for (int k = 0; k < length; k++) {
      float a = x[k];
      x[k] = a * term[k] + Math.abs(a) * termOfMagnitude[k];
    }
  }

  /** The rows that have passed, off heap. */
  Scratch passed() {
    return passed;
  }

  int rows() {
    return rows;
  }

  /** Sums up, along each row, what the coefficients add to the constant. */
  void sum() {
    sum(0, width);
  }

  /** How many neurons {@link #sum(int, int)} takes at once on rows' way into this map, if any. */
  int stretch(FloatAffine map) {
    return map != null && map.transposed() != null ? Math.max(1, width) : STRETCH;
  }

  /**
   * The same for so many neurons from the first one on; of rows by fours, so that the sum of one
   * does not depend on how many there are.
   */
  void sum(int first, int neurons) {
    int count = RowProducts.byFours(rows);
    if (sums.length < count) {
      sums = new float[count + count / 4];
    }
    if (neurons == 0) {
      Arrays.fill(sums, 0, rows, 0f);
      return;
    }
    if (ones.capacity() < neurons) {
      ones.ensure(neurons);
      float[] values = new float[ones.capacity()];
      Arrays.fill(values, 1f);
      ones.put(values, values.length);
    }
    sumsOffHeap.ensure(count);
    blas.productWithVector(
        count, neurons, terms.pointer(first), width, ones.pointer(), sumsOffHeap.pointer());
    sumsOffHeap.get(sums, 0, rows);
  }

  /**
   * Adds sums to the constants of so many rows, less a fixed amount, rounded down: three double
   * operations, whose roundings the last term covers (eight units of double where three occur).
   *
   * @param from the first row that passed
   */
  void addTo(double[] constant, int at, int from, int count, double fixed) {
    for (int r = 0; r < count; r++) {
      double before = constant[at + r];
      float s = sums[from + r];
      double roundings = (Math.abs(before) + Math.abs(s) + fixed) * 0x1p-50;
      constant[at + r] = ((before + s) - fixed) - roundings;
    }
  }

  /** What underflow can cost sums of so many terms with activations of this total magnitude. */
  static double underflow(int terms, double largestSum) {
    return UNDERFLOW * (terms + 2) * (1 + largestSum);
  }
}
