package dev.hasse.examples;

import dev.hasse.train.LossWeights;

/**
 * How far each epoch asks for: the radius grows from 0, the share of the natural loss falls to a
 * half.
 *
 * @param epochs of the whole training
 * @param batch samples a step
 * @param radius around each sample, in which it should be classified right at last
 */
public record Schedule(int epochs, int batch, double radius) {
  /** The weights of an epoch, counted from 0. */
  public LossWeights weights(int epoch) {
    double grown = Math.min(1, 2.0 * (epoch + 1) / epochs);
    return new LossWeights(radius * grown, 0, 1, 1 - grown / 2, 0.5);
  }

  /** What training is judged by: the robust loss at the whole radius, and the natural one. */
  public LossWeights whole() {
    return new LossWeights(radius, 0, 1, 0.5, 0.5);
  }
}
