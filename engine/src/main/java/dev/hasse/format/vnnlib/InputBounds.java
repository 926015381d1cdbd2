package dev.hasse.format.vnnlib;

import dev.hasse.domain.BoxBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a conjunction says about the inputs: an interval for each, perhaps unbounded or empty. */
final class InputBounds {
  private final double[] lower;
  private final double[] upper;
  private Optional<BoxBatch> box = Optional.empty();

  private InputBounds(double[] lower, double[] upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /** No bound at all. */
  static InputBounds unbounded(int inputs) {
    InputBounds bounds = new InputBounds(new double[inputs], new double[inputs]);
    Arrays.fill(bounds.lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(bounds.upper, Double.POSITIVE_INFINITY);
    return bounds;
  }

  /** These bounds cut by the literals; this very object where none of them is about inputs. */
  InputBounds and(List<Literal> literals) {
    if (literals.stream().allMatch(Literal.Output.class::isInstance)) {
      return this;
    }
    InputBounds result = new InputBounds(lower.clone(), upper.clone());
    for (Literal literal : literals) {
      if (literal instanceof Literal.LowerBound bound) {
        result.lower[bound.index()] = Math.max(result.lower[bound.index()], bound.value());
      } else if (literal instanceof Literal.UpperBound bound) {
        result.upper[bound.index()] = Math.min(result.upper[bound.index()], bound.value());
      }
    }
    return result;
  }

  /** The first finite bound that is missing, in words such as "a lower bound for X_3". */
  Optional<String> missing() {
    for (int i = 0; i < lower.length; i++) {
      if (Double.isInfinite(lower[i]) || Double.isInfinite(upper[i])) {
        return Optional.of(
            (Double.isInfinite(lower[i]) ? "a lower" : "an upper") + " bound for X_" + i);
      }
    }
    return Optional.empty();
  }

  /** Whether no input satisfies the bounds. */
  boolean isEmpty() {
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] > upper[i]) {
        return true;
      }
    }
    return false;
  }

  /** The bounds as a batch of one, the same object each time; for bounds that are not empty. */
  BoxBatch box() {
    if (box.isEmpty()) {
      box = Optional.of(BoxBatch.single(lower, upper));
    }
    return box.orElseThrow();
  }
}
