package dev.hasse.cli;

import dev.hasse.numeric.Outward;

/** Two ends: bounds of an output, or the least and the largest of its values that are known. */
record Interval(double lower, double upper) {
  /** The tighter of both, at each end. */
  Interval intersect(Interval other) {
    return new Interval(Math.max(lower, other.lower), Math.min(upper, other.upper));
  }

  /** The larger of the distances of the ends to those of an interval inside, rounded up. */
  double excess(Interval inside) {
    return Math.max(Outward.subUp(inside.lower, lower), Outward.subUp(upper, inside.upper));
  }
}
