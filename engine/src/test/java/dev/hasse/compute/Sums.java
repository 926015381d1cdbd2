package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Magnitudes;
import dev.hasse.numeric.RoundingError;

/**
 * Sums in doubles, one a value of a matrix, each with the sum of its terms' magnitudes: what the
 * rounding of a device is measured by.
 */
final class Sums {
  private final double[] value;
  private final double[] magnitude;
  private final int[] terms;

  Sums(int count) {
    this.value = new double[count];
    this.magnitude = new double[count];
    this.terms = new int[count];
  }

  int count() {
    return value.length;
  }

  double value(int at) {
    return value[at];
  }

  void add(int at, double term) {
    add(at, term, Math.abs(term));
  }

  /**
   * Adds a term that is itself computed.
   *
   * @param size the magnitudes of what it is computed from
   */
  void add(int at, double term, double size) {
    value[at] += term;
    magnitude[at] += size;
    terms[at]++;
  }

  /** Asks that each value found is the sum, up to the device's rounding. */
  void check(String what, double[] found, Precision precision) {
    check(what, found, precision, 0);
  }

  /** The same for sums that were rounded to float at last, whatever the device computes in. */
  void checkFloats(String what, double[] found, Precision precision) {
    check(what, found, precision, 2 * RoundingError.FLOAT_UNIT);
  }

  /**
   * @param share of the magnitude that is allowed besides rounding
   */
  void check(String what, double[] found, Precision precision, double share) {
    assertEquals(value.length, found.length, what);
    for (int k = 0; k < value.length; k++) {
      double slack = precision.slack(terms[k], magnitude[k] + Magnitudes.TINY, 0);
      String place = what + ", value " + k;
      assertTrue(Double.isFinite(found[k]), place + " is " + found[k]);
      assertEquals(value[k], found[k], slack + share * magnitude[k], place);
    }
  }
}
