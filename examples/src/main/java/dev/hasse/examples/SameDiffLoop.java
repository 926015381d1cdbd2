package dev.hasse.examples;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.train.CertifiedLoss;
import dev.hasse.train.LossValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A perceptron that is a SameDiff graph: SameDiff holds the parameters and classifies, the gradient
 * of the certified loss is taken through a vector and applied to SameDiff's variables.
 */
public final class SameDiffLoop implements AutoCloseable {
  private static final int[] SIZES = {Samples.WIDTH, 16, 16, Samples.CLASSES};

  private final SameDiff graph = SameDiff.create();
  private final Parameters parameters = Parameters.of(Perceptron.of("in SameDiff", SIZES));
  private final List<SDVariable> variables = new ArrayList<>();
  private final CertifiedLoss loss;
  private final INDArray values = Nd4j.zeros(DataType.FLOAT, parameters.count());
  private final INDArray gradient = Nd4j.zeros(DataType.FLOAT, parameters.count());
  private final GradientUpdater<?> updater;
  private int step;

  /**
   * @param backend where the loss is computed; not closed
   */
  public SameDiffLoop(ComputeBackend backend) {
    this.loss = new CertifiedLoss(backend, parameters);
    Adam adam = new Adam(0.01);
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(parameters.count()));
    this.updater = adam.instantiate(state, true);
    buildGraph(HandWrittenLoop.initial(parameters, new Random(2)));
  }

  /** Variables in the order of the parameters: of each layer the weights, then the bias. */
  private void buildGraph(INDArray initial) {
    SDVariable activations = graph.placeHolder("inputs", DataType.FLOAT, -1, Samples.WIDTH);
    List<Parameters.Place> places = parameters.places();
    for (int layer = 0; layer < places.size(); layer++) {
      Parameters.Place place = places.get(layer);
      int outputs = SIZES[layer + 1];
      INDArray weights = part(initial.reshape(parameters.count()), place.weights(), place.bias());
      SDVariable w = graph.var("w" + layer, weights.dup().reshape(outputs, SIZES[layer]));
      SDVariable b = graph.var("b" + layer, Nd4j.zeros(DataType.FLOAT, 1, outputs));
      variables.add(w);
      variables.add(b);
      SDVariable sums = activations.mmul(graph.transpose(w)).add(b);
      activations = layer + 1 < places.size() ? graph.nn.relu(sums, 0) : sums;
    }
    graph.nn.softmax("probabilities", activations, 1);
  }

  private static INDArray part(INDArray vector, long from, long to) {
    return vector.get(NDArrayIndex.interval(from, to));
  }

  /** The graph, whose variables are trained. */
  public SameDiff graph() {
    return graph;
  }

  /** One pass over the samples. */
  public void runEpoch(Samples samples, Schedule schedule, int epoch) {
    for (int from = 0; from < samples.count(); from += schedule.batch(), step++) {
      Samples batch = samples.part(from, Math.min(samples.count(), from + schedule.batch()));
      gather();
      loss.evaluate(values, gradient, batch.inputs(), batch.labels(), schedule.weights(epoch));
      INDArray update = gradient.reshape(1, parameters.count());
      updater.applyUpdater(update, step, epoch);
      subtract(update.reshape(parameters.count()));
    }
  }

  /** The loss of samples at the whole radius. */
  public LossValue evaluate(Samples samples, Schedule schedule) {
    gather();
    return loss.evaluate(values, gradient, samples.inputs(), samples.labels(), schedule.whole());
  }

  /** How many samples SameDiff itself classifies right. */
  public int countCorrect(Samples samples) {
    INDArray found =
        graph.output(Map.of("inputs", samples.inputs()), "probabilities").get("probabilities");
    INDArray best = found.argMax(1);
    int correct = 0;
    for (int k = 0; k < samples.count(); k++) {
      correct += best.getInt(k) == samples.labels()[k] ? 1 : 0;
    }
    return correct;
  }

  /** From SameDiff's variables into the vector. */
  private void gather() {
    long at = 0;
    for (SDVariable variable : variables) {
      INDArray array = variable.getArr();
      part(values, at, at + array.length()).assign(array.reshape(array.length()));
      at += array.length();
    }
  }

  /** From the vector off SameDiff's variables. */
  private void subtract(INDArray update) {
    long at = 0;
    for (SDVariable variable : variables) {
      INDArray array = variable.getArr();
      array.subi(part(update, at, at + array.length()).reshape(array.shape()));
      at += array.length();
    }
  }

  @Override
  public void close() {
    loss.close();
  }
}
