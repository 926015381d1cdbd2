package dev.hasse.format.onnx;

import dev.hasse.numeric.RoundingError;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The batch normalisation of one channel, {@code gamma (x - mean) / sqrt(variance + epsilon) +
 * beta}, as a factor and a shift of what the channel's affine map computes.
 *
 * <p>With {@code r = sqrt(variance + epsilon)} the factor is {@code gamma / r} and the shift {@code
 * (gamma (b - mean) + beta r) / r}. The root is the only number that is not exact; it is computed
 * to enough decimals that the relative error of each result before its one rounding is below {@link
 * #BEFORE_ROUNDING}, however much the two terms of the shift cancel: where they cancel completely
 * is decided without the root.
 */
final class BatchChannel {
  /** What is left to the arithmetic before a result is rounded to a double. */
  private static final double BEFORE_ROUNDING = 0x1p-100;

  /** Half an ulp of the result, and what came before. */
  private static final double RELATIVE_ERROR = RoundingError.DOUBLE_UNIT * (1 + 0x1p-46);

  private static final int DIGITS = 60;

  /** Decimals of a shift that cancels so much that we refuse to go on. */
  private static final int MOST_DIGITS = 5_000;

  private final BigDecimal gamma;
  private final BigDecimal beta;
  private final BigDecimal mean;
  private final BigDecimal square;
  private final boolean rational;
  private final double high;
  private final double low;
  private boolean exact;

  BatchChannel(double gamma, double beta, double mean, double variance, double epsilon)
      throws ModelException {
    this.gamma = new BigDecimal(gamma);
    this.beta = new BigDecimal(beta);
    this.mean = new BigDecimal(mean);
    this.square = new BigDecimal(variance).add(new BigDecimal(epsilon));
    if (square.signum() <= 0) {
      throw new ModelException(
          "a variance of " + variance + " with epsilon " + epsilon + ", expected a positive sum");
    }
    MathContext context = new MathContext(DIGITS);
    BigDecimal root = square.sqrt(context);
    BigDecimal factor = this.gamma.divide(root, context);
    this.rational = root.multiply(root).compareTo(square) == 0;
    this.high = rounded(factor);
    this.low = factor.subtract(new BigDecimal(high)).doubleValue();
    this.exact = rational && new BigDecimal(high).multiply(root).compareTo(this.gamma) == 0;
  }

  /** The relative error that all weights and shifts asked for so far keep to. */
  static double relativeError(BatchChannel[] channels) {
    for (BatchChannel channel : channels) {
      if (!channel.exact) {
        return RELATIVE_ERROR;
      }
    }
    return 0;
  }

  /**
   * {@code weight gamma / r}. With {@code gamma / r = high + low} up to 2^-106 of it, the product's
   * residual by a fused multiply-add, and the sum of the small terms in a double, what is rounded
   * last is right up to 2^-103 of it.
   */
  double factor(double weight) throws ModelException {
    double product = weight * high;
    if (product == 0 && (weight == 0 || high == 0)) {
      return 0;
    }
    WeightArithmetic.requireRange(product, weight + " * " + high);
    double residual = Math.fma(weight, high, -product);
    exact &= residual == 0;
    return product + (residual + weight * low);
  }

  /** {@code (gamma (bias - mean) + beta r) / r}. */
  double shift(double bias) throws ModelException {
    BigDecimal a = gamma.multiply(new BigDecimal(bias).subtract(mean));
    if (cancels(a)) {
      return 0;
    }
    for (int digits = DIGITS; digits <= MOST_DIGITS; digits *= 2) {
      MathContext context = new MathContext(digits);
      BigDecimal root = square.sqrt(context);
      BigDecimal sum = a.add(beta.multiply(root));
      // The root is off by less than 10^(1 - digits) of it, and so is the product with beta.
      BigDecimal error = beta.multiply(root).abs().scaleByPowerOfTen(2 - digits);
      if (error.compareTo(sum.abs().multiply(new BigDecimal(BEFORE_ROUNDING / 2))) <= 0) {
        double result = rounded(sum.divide(root, context));
        exact &= rational && new BigDecimal(result).multiply(root).compareTo(sum) == 0;
        return result;
      }
    }
    throw new ModelException("a shift of batch normalisation that cancels almost completely");
  }

  /** Whether {@code a + beta r} is zero: {@code a^2 = beta^2 r^2} with unlike signs. */
  private boolean cancels(BigDecimal a) {
    return a.signum() == -beta.signum()
        && a.multiply(a).compareTo(beta.multiply(beta).multiply(square)) == 0;
  }

  private static double rounded(BigDecimal value) throws ModelException {
    double rounded = value.doubleValue();
    if (value.signum() != 0) {
      WeightArithmetic.requireRange(rounded, "a factor or shift of batch normalisation");
    }
    return rounded;
  }
}
