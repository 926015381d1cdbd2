package dev.hasse.train;

import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Network;
import dev.hasse.numeric.CrossEntropy;

/**
 * The cross-entropy at the logits of some samples.
 *
 * @param sum over the samples
 * @param correct how many have their own class's logit above all others
 */
record LogitLoss(double sum, int correct) {
  /**
   * Reads the logits of a pass and adds to it the gradient by them.
   *
   * @param factor of the gradient
   */
  static LogitLoss of(
      TrainingLane lane,
      GraphPass<Values> pass,
      Network network,
      SampleBatch batch,
      double factor) {
    int classes = network.outputs();
    double[] logits = lane.download(pass.at(network.output().id()));
    double[] margins = new double[classes - 1];
    float[] byMargins = new float[classes - 1];
    float[] byLogits = new float[logits.length];
    double sum = 0;
    int correct = 0;
    for (int sample = 0; sample < batch.count(); sample++) {
      int label = sample * classes + batch.label(sample);
      boolean isRight = true;
      for (int other = 0; other < margins.length; other++) {
        margins[other] = logits[label] - logits[sample * classes + batch.classOf(sample, other)];
        isRight &= margins[other] > 0;
      }
      correct += isRight ? 1 : 0;
      sum += CrossEntropy.ofMargins(margins, 0, margins.length, factor, byMargins);
      for (int other = 0; other < margins.length; other++) {
        byLogits[label] += byMargins[other];
        byLogits[sample * classes + batch.classOf(sample, other)] -= byMargins[other];
      }
    }
    lane.add(pass.gradient(network.output()), 1, lane.upload(batch.count(), classes, byLogits));
    return new LogitLoss(sum, correct);
  }
}
