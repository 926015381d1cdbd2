package dev.hasse.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.train.LossValue;
import dev.hasse.train.LossWeights;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Each example makes the robust loss fall and certifies more samples than before. */
class ExamplesTest {
  private static final Schedule SCHEDULE = new Schedule(30, 30, 0.05);

  private final Samples samples = Samples.around(300, 1);
  private ComputeBackend backend;

  @BeforeEach
  void open() throws BackendUnavailableException {
    backend = Backends.open("cpu");
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static void assertTrained(LossValue before, LossValue after) {
    assertTrue(after.robust() < before.robust() / 2, before + " became " + after);
    assertTrue(after.certified() > before.certified(), before + " became " + after);
    assertTrue(after.certified() > 0.8 * after.samples(), before + " became " + after);
  }

  @Test
  void handWrittenLoopCertifies() {
    List<LossValue> history = HandWrittenLoop.train(backend, samples, SCHEDULE);
    assertEquals(SCHEDULE.epochs() + 1, history.size());
    assertTrained(history.get(0), history.get(SCHEDULE.epochs()));
  }

  @Test
  void sameDiffLoopCertifies() {
    try (SameDiffLoop loop = new SameDiffLoop(backend)) {
      LossValue before = loop.evaluate(samples, SCHEDULE);
      assertEquals(before.correct(), loop.countCorrect(samples), "SameDiff's classes at first");
      for (int epoch = 0; epoch < SCHEDULE.epochs(); epoch++) {
        loop.runEpoch(samples, SCHEDULE, epoch);
      }
      LossValue after = loop.evaluate(samples, SCHEDULE);
      assertTrained(before, after);
      assertEquals(after.correct(), loop.countCorrect(samples), "SameDiff's classes at last");
    }
  }

  private static MultiLayerNetwork network(Activation hidden) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(0.01))
                .list()
                .layer(
                    new DenseLayer.Builder().nIn(Samples.WIDTH).nOut(16).activation(hidden).build())
                .layer(
                    new DenseLayer.Builder().nIn(16).nOut(12).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(12)
                        .nOut(Samples.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private DataSet dataSet() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, samples.count(), Samples.CLASSES);
    for (int k = 0; k < samples.count(); k++) {
      labels.putScalar(k, samples.labels()[k], 1);
    }
    return new DataSet(samples.inputs(), labels);
  }

  @Test
  void dl4jAdapterCertifies() {
    MultiLayerNetwork network = network(Activation.RELU);
    try (Dl4jAdapter adapter = new Dl4jAdapter(backend, network)) {
      LossValue before = adapter.evaluate(samples, SCHEDULE.whole());
      for (int epoch = 0; epoch < SCHEDULE.epochs(); epoch++) {
        for (int from = 0; from < samples.count(); from += SCHEDULE.batch()) {
          adapter.step(samples.part(from, from + SCHEDULE.batch()), SCHEDULE.weights(epoch));
        }
      }
      LossValue after = adapter.evaluate(samples, SCHEDULE.whole());
      assertTrained(before, after);
      assertEquals(network.score(dataSet()), after.natural(), 1e-4, "DL4J's own loss");
    }
  }

  /** DL4J's loss and its gradient are ours where there is no radius: the layouts are the same. */
  @Test
  void dl4jHasTheSameLayout() {
    MultiLayerNetwork network = network(Activation.RELU);
    try (Dl4jAdapter adapter = new Dl4jAdapter(backend, network)) {
      LossValue value = adapter.evaluate(samples, LossWeights.natural());
      DataSet all = dataSet();
      assertEquals(network.score(all), value.loss(), 1e-5);
      network.setInput(all.getFeatures());
      network.setLabels(all.getLabels());
      network.computeGradientAndScore();
      INDArray expected = network.gradient().gradient().div(samples.count());
      double distance =
          expected.sub(adapter.gradient().reshape(expected.shape())).norm2Number().doubleValue();
      assertTrue(distance < 1e-5 * expected.norm2Number().doubleValue(), "distance " + distance);
    }
  }

  @Test
  void otherNetworksOfDl4jAreRefused() {
    MultiLayerNetwork network = network(Activation.TANH);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> new Dl4jAdapter(backend, network).close());
    assertTrue(refusal.getMessage().contains("layer 0"), refusal.getMessage());
  }
}
