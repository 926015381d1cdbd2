package dev.hasse.examples;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.train.CertifiedLoss;
import dev.hasse.train.LossValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** A training loop by hand: one vector of parameters, one of their gradient, ND4J's Adam. */
public final class HandWrittenLoop {
  private HandWrittenLoop() {}

  /**
   * Trains a perceptron.
   *
   * @param backend where the loss is computed; not closed
   * @return the loss of all samples at the whole radius, at first and after each epoch
   */
  public static List<LossValue> train(ComputeBackend backend, Samples samples, Schedule schedule) {
    Parameters parameters =
        Parameters.of(Perceptron.of("by hand", Samples.WIDTH, 16, 16, Samples.CLASSES));
    INDArray values = initial(parameters, new Random(1));
    INDArray gradient = Nd4j.zeros(DataType.FLOAT, 1, parameters.count());
    Adam adam = new Adam(0.01);
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(parameters.count()));
    GradientUpdater<?> updater = adam.instantiate(state, true);
    List<LossValue> history = new ArrayList<>();
    try (CertifiedLoss loss = new CertifiedLoss(backend, parameters)) {
      history.add(whole(loss, values, gradient, samples, schedule));
      int step = 0;
      for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
        for (int from = 0; from < samples.count(); from += schedule.batch(), step++) {
          int to = Math.min(samples.count(), from + schedule.batch());
          Samples batch = samples.part(from, to);
          loss.evaluate(values, gradient, batch.inputs(), batch.labels(), schedule.weights(epoch));
          updater.applyUpdater(gradient, step, epoch);
          values.subi(gradient);
        }
        history.add(whole(loss, values, gradient, samples, schedule));
      }
    }
    return history;
  }

  private static LossValue whole(
      CertifiedLoss loss, INDArray values, INDArray gradient, Samples samples, Schedule schedule) {
    return loss.evaluate(values, gradient, samples.inputs(), samples.labels(), schedule.whole());
  }

  /** Weights that keep the size of activations (He et al. 2015, arXiv 1502.01852), no biases. */
  static INDArray initial(Parameters parameters, Random random) {
    INDArray values = Nd4j.zeros(DataType.FLOAT, 1, parameters.count());
    for (Parameters.Place place : parameters.places()) {
      int inputs = place.weightCount() / place.biasCount();
      for (int k = 0; k < place.weightCount(); k++) {
        values.putScalar(0, place.weights() + k, random.nextGaussian() * Math.sqrt(2.0 / inputs));
      }
    }
    return values;
  }
}
