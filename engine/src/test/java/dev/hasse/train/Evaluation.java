package dev.hasse.train;

import dev.hasse.compute.ComputeBackend;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A certified loss with arrays of Java's. */
final class Evaluation implements AutoCloseable {
  private final LossCase of;
  private final CertifiedLoss loss;

  /** A loss and its gradient. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Result(LossValue value, float[] gradient) {}

  Evaluation(ComputeBackend backend, LossCase of) {
    this.of = of;
    this.loss = new CertifiedLoss(backend, of.parameters());
  }

  CertifiedLoss loss() {
    return loss;
  }

  Result at(float[] values, float[] inputs, int[] labels, LossWeights weights) {
    INDArray gradient = Nd4j.createFromArray(new float[values.length]);
    LossValue value =
        loss.evaluate(
            Nd4j.createFromArray(values),
            gradient,
            Nd4j.createFromArray(inputs).reshape(labels.length, of.network().inputs()),
            labels,
            weights);
    return new Result(value, gradient.data().asFloat());
  }

  /** Of the first samples. */
  Result at(float[] values, int samples, LossWeights weights) {
    return at(values, of.inputs(samples), of.labels(samples), weights);
  }

  /** Of one sample among the first. */
  Result ofSample(float[] values, int sample, LossWeights weights) {
    int width = of.network().inputs();
    float[] all = of.inputs(sample + 1);
    float[] one = Arrays.copyOfRange(all, sample * width, (sample + 1) * width);
    return at(values, one, new int[] {of.labels(sample + 1)[sample]}, weights);
  }

  /** How far two vectors are apart, in shares of the second's length. */
  static double relativeDistance(float[] found, float[] expected) {
    double square = 0;
    double length = 0;
    for (int k = 0; k < expected.length; k++) {
      double difference = (double) found[k] - expected[k];
      square += difference * difference;
      length += (double) expected[k] * expected[k];
    }
    return Math.sqrt(square / length);
  }

  @Override
  public void close() {
    loss.close();
  }
}
