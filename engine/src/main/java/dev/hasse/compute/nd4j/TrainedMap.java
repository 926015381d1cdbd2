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
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * An affine map in float32 whose weights change. W is read where the caller has it, if that is off
 * heap: copies of it to the heap, back and as |W| were a tenth of a natural step. |W| is made when
 * a lane first asks for it, so that a natural step does without.
 */
final class TrainedMap implements AutoCloseable {
  private static final int STRIP = 4096;

  private final Optional<Parameters.Place> place;
  private final int inputs;
  private final int outputs;
  private final ConvolutionGeometry geometry; // null but of a convolution
  private final boolean diagonal;
  private final int count; // of the weights
  private final float[] bias; // one a channel
  private final Scratch biasOffHeap;
  private final Scratch own;
  private Scratch weights; // our own, or the caller's
  private final Scratch magnitudes = new Scratch();
  private boolean hasMagnitudes;

  private TrainedMap(Affine map, Optional<Parameters.Place> place) {
    this.place = place;
    this.inputs = map.inputs();
    this.outputs = map.outputs();
    this.geometry =
        map instanceof Convolution convolution ? new ConvolutionGeometry(convolution) : null;
    this.diagonal = map instanceof Scale;
    float[] values = floats(map.acceptForm(new Weights()));
    this.count = values.length;
    this.bias = new float[geometry == null ? outputs : outputs / geometry.outputPixels()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = Outward.floatNearest(map.bias(k * (outputs / bias.length)));
    }
    this.biasOffHeap = Scratch.of(bias);
    this.own = Scratch.of(values);
    this.weights = own;
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

  /**
   * Takes this node's part of the parameters.
   *
   * @param values read until the next call if it is off heap, and must not change before
   */
  void load(FloatBuffer values) {
    if (place.isEmpty()) {
      return;
    }
    int at = values.position() + place.get().weights();
    values.get(values.position() + place.get().bias(), bias);
    biasOffHeap.put(bias, bias.length);
    hasMagnitudes = false;
    if (values.isDirect() && values.order() == ByteOrder.nativeOrder()) {
      weights = Scratch.over(values.slice(at, count));
    } else {
      own.put(0, values, at, count);
      weights = own;
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

  /** Number of weights. */
  int count() {
    return count;
  }

  /** The matrix off heap. */
  Scratch matrix(Factor factor) {
    return factor == Factor.WEIGHTS ? weights : magnitudes();
  }

  /** Lanes may ask at once: one makes it, the others wait. */
  private synchronized Scratch magnitudes() {
    if (!hasMagnitudes) {
      magnitudes.ensure(count);
      float[] strip = new float[Math.min(STRIP, count)];
      for (int at = 0; at < count; at += STRIP) {
        int length = Math.min(STRIP, count - at);
        weights.get(at, strip, 0, length);
        for (int k = 0; k < length; k++) {
          strip[k] = Math.abs(strip[k]);
        }
        magnitudes.put(at, strip, 0, length);
      }
      hasMagnitudes = true;
    }
    return magnitudes;
  }

  /** One a channel: each is that of {@link #pixels()} outputs in a row. */
  float[] bias() {
    return bias;
  }

  /** The same off heap. */
  Scratch biasOffHeap() {
    return biasOffHeap;
  }

  /** Outputs that share a bias. */
  int pixels() {
    return outputs / bias.length;
  }

  @Override
  public void close() {
    own.close();
    biasOffHeap.close();
    magnitudes.close();
  }
}
