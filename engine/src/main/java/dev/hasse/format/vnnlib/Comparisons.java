package dev.hasse.format.vnnlib;

import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.format.InputFileException;
import dev.hasse.numeric.DecimalRounding;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Lowers the comparison {@code form <= 0} to a literal. Every rounding here admits more inputs and
 * outputs, never fewer, so no counterexample is lost.
 */
final class Comparisons {
  private final Tokens tokens;
  private final int outputs;

  Comparisons(Tokens tokens, int outputs) {
    this.tokens = tokens;
    this.outputs = outputs;
  }

  /** The literal for {@code form <= 0}, found on this line. */
  Literal atMostZero(LinearForm form, int line) throws InputFileException {
    if (form.isConstant()) {
      throw tokens.error(line, "the comparison depends on no variable");
    }
    if (form.inputs().isEmpty()) {
      return new Literal.Output(output(form, line));
    }
    if (form.inputs().size() > 1 || !form.outputs().isEmpty()) {
      throw tokens.error(
          line, "an input may only be compared with a number, not with other variables");
    }
    Map.Entry<Integer, BigDecimal> input = form.inputs().entrySet().iterator().next();
    if (input.getValue().abs().compareTo(BigDecimal.ONE) != 0) {
      throw tokens.error(line, "an input with a factor is not supported; write X_i <= number");
    }
    boolean isUpper = input.getValue().signum() > 0;
    double end =
        isUpper
            ? DecimalRounding.up(form.constant().negate())
            : DecimalRounding.down(form.constant());
    if (Double.isInfinite(end)) {
      throw tokens.error(line, "a bound of X_%d is not finite".formatted(input.getKey()));
    }
    return isUpper
        ? new Literal.UpperBound(input.getKey(), end)
        : new Literal.LowerBound(input.getKey(), end);
  }

  /**
   * Coefficients must be exact. Where decimals such as 0.1 are not, the whole constraint is
   * multiplied by the power of ten that makes them integers, which does not change its meaning.
   */
  private OutputConstraint output(LinearForm form, int line) throws InputFileException {
    LinearForm exact = form;
    if (!hasDoubleCoefficients(exact)) {
      int places = form.outputs().values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
      exact = form.times(BigDecimal.ONE.movePointRight(Math.max(0, places)));
    }
    if (!hasDoubleCoefficients(exact)) {
      throw tokens.error(line, "coefficients with more digits than a double holds");
    }
    double[] coefficients = new double[outputs];
    exact.outputs().forEach((index, value) -> coefficients[index] = value.doubleValue());
    double constant = DecimalRounding.down(exact.constant());
    if (Double.isInfinite(constant)) {
      throw tokens.error(line, "a constant beyond the range of doubles");
    }
    return new OutputConstraint(coefficients, constant);
  }

  private static boolean hasDoubleCoefficients(LinearForm form) {
    return form.outputs().values().stream().allMatch(DecimalRounding::isDouble);
  }
}
