package dev.hasse.verify.relu;

/**
 * How an open region came about.
 *
 * @param number in order of making, so that regions of one bound have an order
 * @param stalled splits since the bound last rose by a hundredth
 * @param splits since bounds were last narrowed to where the constraints hold, or since the whole
 *     box
 * @param first bound of the whole box, at most 0; not a number before there is one
 * @param narrowed whether bounds were ever narrowed: of points where the constraints do not hold
 *     they say nothing then
 */
record Trail(long number, int stalled, int splits, double first, boolean narrowed) {
  static final Trail START = new Trail(-1, 0, 0, Double.NaN, false);

  /** Of a part. */
  Trail split() {
    return new Trail(number, stalled + 1, splits + 1, first, narrowed);
  }

  /** Of what is left after bounds. */
  Trail bounded(long newNumber, double bound, boolean hasRisen) {
    double start = Double.isNaN(first) ? bound : first;
    return new Trail(newNumber, hasRisen ? 0 : stalled, splits, start, narrowed);
  }

  /** Of a region whose bounds are narrowed next. */
  Trail narrow() {
    return new Trail(number, stalled, 0, first, true);
  }

  /** Of one conjunction alone, whose first bound is to come. */
  Trail alone() {
    return new Trail(number, stalled, splits, Double.NaN, narrowed);
  }
}
