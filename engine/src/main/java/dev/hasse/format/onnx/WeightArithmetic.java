package dev.hasse.format.onnx;

import dev.hasse.numeric.RoundingError;

/**
 * Products, quotients and differences of weights, with a record of whether all were exact. The
 * residual of a fused multiply-add tells; where results or residuals might underflow, only those
 * that are zero because a factor is are let through.
 */
final class WeightArithmetic {
  /** From here on residuals of products and quotients are exact: 53 bits below stay normal. */
  private static final double SMALLEST = 0x1p-960;

  private boolean exact = true;

  double product(double a, double b) throws ModelException {
    if (a == 0 || b == 0) {
      return 0;
    }
    if (a == 1 || b == 1) {
      return a * b;
    }
    double product = a * b;
    requireRange(product, a + " * " + b);
    exact &= Math.fma(a, b, -product) == 0;
    return product;
  }

  double inverse(double a) throws ModelException {
    if (a == 0) {
      throw new ModelException("a division by zero");
    }
    double inverse = 1 / a;
    requireRange(inverse, "1 / " + a);
    exact &= Math.fma(inverse, a, -1) == 0;
    return inverse;
  }

  /** {@code a - b}; the residual of a sum is a double (Knuth's TwoSum), underflow or not. */
  double difference(double a, double b) throws ModelException {
    double difference = a - b;
    if (!Double.isFinite(difference)) {
      throw new ModelException(a + " - " + b + " is too large for a double");
    }
    double minusB = difference - a;
    exact &= (a - (difference - minusB)) + (-b - minusB) == 0;
    return difference;
  }

  /** The relative error that all results so far keep to. */
  double relativeError() {
    return exact ? 0 : RoundingError.DOUBLE_UNIT;
  }

  static void requireRange(double result, String term) throws ModelException {
    if (!(Math.abs(result) >= SMALLEST && Math.abs(result) <= Double.MAX_VALUE)) {
      throw new ModelException(term + " is " + result + ", too small or too large for a double");
    }
  }
}
