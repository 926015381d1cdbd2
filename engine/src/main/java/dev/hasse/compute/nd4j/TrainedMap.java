package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.numeric.Outward;
import java.nio.FloatBuffer;
import java.util.Optional;

/** An affine map in float32 whose weights change: W and |W| as they are now, on and off heap. */
final class TrainedMap implements AutoCloseable {
  private final Optional<Parameters.Place> place;
  private final int inputs;
  private final int outputs;
  private final ConvolutionGeometry geometry; // null but of a convolution
  private final boolean diagonal;
  private final float[] weights;
  private final float[] magnitudes;
  private final float[] bias; // one a channel
  private final Scratch weightsOffHeap;
  private final Scratch magnitudesOffHeap;

  private TrainedMap(Affine map, Optional<Parameters.Place> place) {
    this.place = place;
    this.inputs = map.inputs();
    this.outputs = map.outputs();
    this.geometry =
        map instanceof Convolution convolution ? new ConvolutionGeometry(convolution) : null;
    this.diagonal = map instanceof Scale;
    this.weights = floats(map.acceptForm(new Weights()));
    this.magnitudes = new float[weights.length];
    this.bias = new float[geometry == null ? outputs : outputs / geometry.outputPixels()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = Outward.floatNearest(map.bias(k * (outputs / bias.length)));
    }
    this.weightsOffHeap = Scratch.of(weights);
    this.magnitudesOffHeap = new Scratch();
    derive();
  }

  /** One entry a node; null where the node is no affine map. */
  static TrainedMap[] of(Parameters parameters) {
    Network network = parameters.network();
    TrainedMap[] all = new TrainedMap[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine map) {
        all[node.id()] = new TrainedMap(map, parameters.place(node));
      }
    }
    return all;
  }

  private static final class Weights implements AffineVisitor<double[]> {
    @Override
    public double[] dense(Dense map) {
      Matrix matrix = map.weights();
      double[] all = new double[Math.multiplyExact(matrix.rows(), matrix.columns())];
      for (int k = 0; k < all.length; k++) {
        all[k] = matrix.at(k / matrix.columns(), k % matrix.columns());
      }
      return all;
    }

    @Override
    public double[] scale(Scale map) {
      double[] all = new double[map.outputs()];
      for (int k = 0; k < all.length; k++) {
        all[k] = map.scale(k);
      }
      return all;
    }

    @Override
    public double[] convolution(Convolution map) {
      return map.weights();
    }
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      result[k] = Outward.floatNearest(values[k]);
    }
    return result;
  }

  private void derive() {
    for (int k = 0; k < weights.length; k++) {
      magnitudes[k] = Math.abs(weights[k]);
    }
    weightsOffHeap.put(weights, weights.length);
    magnitudesOffHeap.put(magnitudes, magnitudes.length);
  }

  /** Takes this node's part of the parameters. */
  void load(FloatBuffer values) {
    if (place.isPresent()) {
      values.get(values.position() + place.get().weights(), weights);
      values.get(values.position() + place.get().bias(), bias);
      derive();
    }
  }

  Optional<Parameters.Place> place() {
    return place;
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  boolean diagonal() {
    return diagonal;
  }

  /** Of a convolution, else null. */
  ConvolutionGeometry geometry() {
    return geometry;
  }

  float[] weights(Factor factor) {
    return factor == Factor.WEIGHTS ? weights : magnitudes;
  }

  Scratch offHeap(Factor factor) {
    return factor == Factor.WEIGHTS ? weightsOffHeap : magnitudesOffHeap;
  }

  /** One a channel: each is that of {@link #pixels()} outputs in a row. */
  float[] bias() {
    return bias;
  }

  /** Outputs that share a bias. */
  int pixels() {
    return outputs / bias.length;
  }

  @Override
  public void close() {
    weightsOffHeap.close();
    magnitudesOffHeap.close();
  }
}
