package dev.hasse.train;

import java.util.List;

/**
 * How parameters change in a step of Adam.
 *
 * @param rate learning rate of the first epoch, positive
 * @param rateDecay factor on the learning rate after each epoch, in (0, 1]; 1 keeps it
 * @param drops epochs, counted from 1, after which the learning rate is multiplied by the drop too
 * @param drop in (0, 1]
 * @param largestNorm a gradient of a larger Euclidean norm is shortened to it; infinity leaves it
 * @param weightDecay the objective has {@code weightDecay / 2} times the sum of the squared weights
 *     (biases left out); 0 or more
 * @param sparsity the objective also has {@code sparsity} times the sum of the weights' magnitudes;
 *     0 or more
 */
public record StepOptions(
    double rate,
    double rateDecay,
    List<Integer> drops,
    double drop,
    double largestNorm,
    double weightDecay,
    double sparsity) {
  public StepOptions {
    drops = List.copyOf(drops);
    Requirement.holds(Requirement.isFiniteAndPositive(rate), "rate", rate, "a positive number");
    requireFactor("rate decay", rateDecay);
    for (int epoch : drops) {
      Requirement.holds(epoch >= 1, "an epoch of a rate drop", epoch, "1 or more");
    }
    requireFactor("rate drop", drop);
    Requirement.holds(largestNorm > 0, "the largest gradient norm", largestNorm, "above 0");
    requirePenalty("weight decay", weightDecay);
    requirePenalty("sparsity", sparsity);
  }

  /** A constant learning rate, whole gradients and no penalty on the weights. */
  public StepOptions(double rate) {
    this(rate, 1, List.of(), 0.1, Double.POSITIVE_INFINITY, 0, 0);
  }

  private static void requireFactor(String what, double value) {
    Requirement.holds(value > 0 && value <= 1, what, value, "above 0 and at most 1");
  }

  private static void requirePenalty(String what, double value) {
    Requirement.holds(
        Requirement.isFiniteAndNotNegative(value), what, value, "0 or a positive number");
  }

  /**
   * The learning rate of an epoch.
   *
   * @param epoch counted from 0
   */
  public double rate(int epoch) {
    double result = rate;
    for (int past = 1; past <= epoch; past++) {
      result *= rateDecay * (drops.contains(past) ? drop : 1);
    }
    return result;
  }

  boolean isPenalized() {
    return weightDecay > 0 || sparsity > 0;
  }
}
