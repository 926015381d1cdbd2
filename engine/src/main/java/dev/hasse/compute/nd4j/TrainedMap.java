package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import dev.hasse.numeric.Outward;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * An affine map in float32 whose weights change. W is read where the caller has it, if that is off
 * heap: copies of it to the heap, back and as |W| were a tenth of a natural step. |W| and panels
 * are made when lanes first ask for them, so that a natural step does without.
 */
final class TrainedMap implements AutoCloseable {
  /** Columns of a panel: what OpenBLAS's kernels for AVX-512 multiply best where it is. */
  static final int PANEL = 64;

  private static final int STRIP = PANEL * PANEL;
  private static final int STRIPS = 8; // of |W| in a part

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
  private final SharedMatrix magnitudes = new SharedMatrix();
  private final SharedMatrix panels = new SharedMatrix();
  private final SharedMatrix transposedPanels = new SharedMatrix();

  private TrainedMap(Affine map, Optional<Parameters.Place> place) {
    this.place = place;
    this.inputs = map.inputs();
    this.outputs = map.outputs();
    this.geometry =
        map instanceof Convolution convolution ? new ConvolutionGeometry(convolution) : null;
    this.diagonal = map instanceof Scale;
    float[] values = floats(Parameters.weights(map));
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
      magnitudes.clearFailure();
      panels.clearFailure();
      transposedPanels.clearFailure();
      return;
    }
    int at = values.position() + place.get().weights();
    values.get(values.position() + place.get().bias(), bias);
    biasOffHeap.put(bias, bias.length);
    magnitudes.clear();
    panels.clear();
    transposedPanels.clear();
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

  private Scratch magnitudes() {
    int each = STRIPS * STRIP;
    return magnitudes.get(
        count,
        partsOf(count, each),
        part -> makeMagnitudes(part * each, Math.min(count, (part + 1) * each)));
  }

  private void makeMagnitudes(int from, int to) {
    float[] strip = new float[Math.min(STRIP, to - from)];
    for (int at = from; at < to; at += STRIP) {
      int length = Math.min(STRIP, to - at);
      weights.get(at, strip, 0, length);
      for (int k = 0; k < length; k++) {
        strip[k] = Math.abs(strip[k]);
      }
      magnitudes.target().put(at, strip, 0, length);
    }
  }

  /** W of a dense map in panels of {@link #PANEL} columns, each row by row. */
  Scratch panels() {
    return panels.get(count, partsOf(inputs, PANEL), this::makePanel);
  }

  private void makePanel(int panel) {
    int column = panel * PANEL;
    int width = Math.min(PANEL, inputs - column);
    for (int row = 0, at = column * outputs; row < outputs; row++, at += width) {
      panels.target().put(at, weights, row * inputs + column, width);
    }
  }

  /** The same of W transposed. */
  Scratch transposedPanels() {
    return transposedPanels.get(count, partsOf(outputs, PANEL), this::makeTransposedPanel);
  }

  private void makeTransposedPanel(int panel) {
    int first = panel * PANEL;
    int width = Math.min(PANEL, outputs - first);
    float[] from = new float[STRIP];
    float[] to = new float[STRIP];
    for (int column = 0; column < inputs; column += PANEL) {
      int columns = Math.min(PANEL, inputs - column);
      for (int row = 0; row < width; row++) {
        weights.get((first + row) * inputs + column, from, row * PANEL, columns);
      }
      for (int row = 0; row < width; row++) {
        for (int k = 0; k < columns; k++) {
          to[k * width + row] = from[row * PANEL + k];
        }
      }
      transposedPanels.target().put(first * inputs + column * width, to, 0, columns * width);
    }
  }

  private static int partsOf(int count, int each) {
    return (count + each - 1) / each;
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
    panels.close();
    transposedPanels.close();
  }
}
