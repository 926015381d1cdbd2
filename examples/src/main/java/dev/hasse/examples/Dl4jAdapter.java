package dev.hasse.examples;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.train.CertifiedLoss;
import dev.hasse.train.LossValue;
import dev.hasse.train.LossWeights;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Certified training of a DL4J network of dense layers with ReLU and a softmax at the end, by its
 * own updater. DL4J has all parameters in one vector, of each layer first the weights, {@code nIn x
 * nOut} in Fortran order, then the biases. That is the order of {@link Parameters}, so the vector
 * is handed over as it is and nothing is copied. The softmax is part of the loss on both sides.
 */
public final class Dl4jAdapter implements AutoCloseable {
  private final MultiLayerNetwork network;
  private final CertifiedLoss loss;
  private final INDArray gradient;

  /**
   * @param backend where the loss is computed; not closed
   * @param network initialised
   */
  public Dl4jAdapter(ComputeBackend backend, MultiLayerNetwork network) {
    this.network = network;
    this.loss = new CertifiedLoss(backend, Parameters.of(Perceptron.of("of DL4J", sizes(network))));
    this.gradient = network.params().like();
  }

  private static int[] sizes(MultiLayerNetwork network) {
    int layers = network.getnLayers();
    int[] sizes = new int[layers + 1];
    for (int k = 0; k < layers; k++) {
      if (!(network.getLayer(k).conf().getLayer() instanceof BaseLayer layer)
          || !isSupported(layer, k + 1 == layers)) {
        throw new IllegalArgumentException(
            "layer " + k + " is no dense layer with ReLU before a softmax output");
      }
      FeedForwardLayer dense = (FeedForwardLayer) layer;
      sizes[k] = Math.toIntExact(dense.getNIn());
      sizes[k + 1] = Math.toIntExact(dense.getNOut());
    }
    return sizes;
  }

  private static boolean isSupported(BaseLayer layer, boolean last) {
    return last
        ? layer instanceof OutputLayer output
            && output.hasBias()
            && layer.getActivationFn() instanceof ActivationSoftmax
        : layer instanceof DenseLayer dense
            && dense.hasBias()
            && layer.getActivationFn() instanceof ActivationReLU;
  }

  /** One step on a batch. */
  public LossValue step(Samples batch, LossWeights weights) {
    LossValue value = evaluate(batch, weights);
    Gradient update = new DefaultGradient(gradient);
    // The gradient is that of the mean: a batch of 1, so that DL4J does not divide it again.
    network
        .getUpdater()
        .update(
            network,
            update,
            network.getIterationCount(),
            network.getEpochCount(),
            1,
            LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradient);
    network.setIterationCount(network.getIterationCount() + 1);
    return value;
  }

  /** The loss of a batch with its gradient; moves nothing. */
  public LossValue evaluate(Samples batch, LossWeights weights) {
    return loss.evaluate(network.params(), gradient, batch.inputs(), batch.labels(), weights);
  }

  /** The gradient that the last call found, in DL4J's order; a step has put its updater on it. */
  public INDArray gradient() {
    return gradient;
  }

  @Override
  public void close() {
    loss.close();
  }
}
