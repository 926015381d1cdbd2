package dev.hasse.verify;

import dev.hasse.domain.Property.OutputConstraint;
import java.util.List;

/**
 * A part of a question's box in which counterexamples to some conjunctions are not excluded.
 *
 * @param question that it is a part of
 * @param open the conjunctions that are left
 * @param bound how far from excluded the worst of them is: at most 0; minus infinity at first
 * @param number in order of making, so that boxes of one bound have an order
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record OpenBox(
    Question question,
    double[] lower,
    double[] upper,
    List<List<OutputConstraint>> open,
    double bound,
    long number) {
  int dimension() {
    return lower.length;
  }

  double middle(int coordinate) {
    return 0.5 * lower[coordinate] + 0.5 * upper[coordinate];
  }

  /** Whether there is a number strictly between the ends of this coordinate. */
  boolean canSplit(int coordinate) {
    double middle = middle(coordinate);
    return lower[coordinate] < middle && middle < upper[coordinate];
  }

  /** The half below or above the middle of a coordinate; both keep the middle. */
  OpenBox half(int coordinate, boolean upperHalf, long newNumber) {
    double[] from = lower.clone();
    double[] to = upper.clone();
    (upperHalf ? from : to)[coordinate] = middle(coordinate);
    return new OpenBox(question, from, to, open, bound, newNumber);
  }

  /** The same box with what is left after bounding it. */
  OpenBox with(List<List<OutputConstraint>> left, double newBound) {
    // The parent's bound holds for its parts.
    return new OpenBox(question, lower, upper, left, Math.max(bound, newBound), number);
  }
}
