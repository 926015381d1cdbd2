package dev.hasse.format.vnnlib;

import dev.hasse.domain.Property.OutputConstraint;

/** One comparison of a property, lowered to what a {@code Property} can say. */
sealed interface Literal {
  /** {@code X_index >= value}; the value is rounded down. */
  record LowerBound(int index, double value) implements Literal {}

  /** {@code X_index <= value}; the value is rounded up. */
  record UpperBound(int index, double value) implements Literal {}

  /** A condition on the outputs. */
  record Output(OutputConstraint constraint) implements Literal {}
}
