package dev.hasse.format.nnet;

import dev.hasse.domain.Matrix;
import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.numeric.RoundingError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the NNet format (version 1): a fully connected network with ReLUs on all layers but the
 * last, preceded by the minima, maxima, means and ranges of its inputs.
 *
 * <p>The network returned maps raw inputs to raw outputs: {@code (x - mean) / range} comes before
 * the first layer and {@code y * range + mean} after the last. Inputs are <em>not</em> clipped to
 * [minimum, maximum] as the simulator does that these files come from; boxes should lie inside.
 *
 * <p>Every number is read to the nearest double, and the network's function is the one that these
 * doubles define.
 */
public final class NNetReader {
  private final NNetLines lines;

  private NNetReader(NNetLines lines) {
    this.lines = lines;
  }

  /**
   * @throws InputFileException when the file cannot be read or does not follow the format
   */
  public static Network read(Path path) throws InputFileException {
    InputFile file = InputFile.of(path);
    try (NNetLines lines = NNetLines.open(file)) {
      return new NNetReader(lines).network(file.name());
    }
  }

  private Network network(String name) throws InputFileException {
    int[] sizes = layerSizes();
    int inputs = sizes[0];
    lines.values("the symmetric flag", 1);
    lines.values("the input minima", inputs);
    lines.values("the input maxima", inputs);
    double[] means = lines.values("the means of the inputs and of the output", inputs + 1);
    double[] ranges = lines.values("the ranges of the inputs and of the output", inputs + 1);
    requireNonZero(ranges);

    Network.Builder network = Network.builder(name, inputs);
    int node = normalised(network, inputs, means, ranges);
    for (int layer = 1; layer < sizes.length; layer++) {
      node = network.affine("layer " + layer, dense(layer, sizes), node);
      if (layer < sizes.length - 1) {
        node = network.activation("relu " + layer, new Relu(), node);
      }
    }
    lines.requireEnd();
    return network.build(denormalised(network, node, means[inputs], ranges[inputs]));
  }

  /** Sizes of all layers, the input's first. */
  private int[] layerSizes() throws InputFileException {
    double[] header =
        lines.values("the numbers of layers, inputs, outputs and the widest layer", 4);
    int layers = lines.count("layers", header[0]);
    int[] sizes = lines.counts("the layer sizes", layers + 1);
    if (sizes[0] != header[1] || sizes[layers] != header[2]) {
      throw lines.error(
          "the layer sizes go from %d to %d, the header has %s inputs and %s outputs"
              .formatted(sizes[0], sizes[layers], plain(header[1]), plain(header[2])));
    }
    return sizes;
  }

  private void requireNonZero(double[] ranges) throws InputFileException {
    for (double range : ranges) {
      if (range == 0 || !Double.isFinite(1 / range) || Math.abs(1 / range) < Double.MIN_NORMAL) {
        throw lines.error("a range of " + range + " cannot be divided by");
      }
    }
  }

  private Dense dense(int layer, int[] sizes) throws InputFileException {
    int inputs = sizes[layer - 1];
    int outputs = sizes[layer];
    List<double[]> rows = new ArrayList<>();
    for (int row = 0; row < outputs; row++) {
      rows.add(lines.values("a row of weights of layer " + layer, inputs));
    }
    if ((long) outputs * inputs > Integer.MAX_VALUE) {
      throw lines.error("layer %d has %d x %d weights".formatted(layer, outputs, inputs));
    }
    double[] weights = new double[outputs * inputs];
    for (int row = 0; row < outputs; row++) {
      System.arraycopy(rows.get(row), 0, weights, row * inputs, inputs);
    }
    double[] bias = new double[outputs];
    for (int row = 0; row < outputs; row++) {
      bias[row] = lines.values("a bias of layer " + layer, 1)[0];
    }
    return new Dense(new Matrix(outputs, inputs, weights), bias);
  }

  private static int normalised(
      Network.Builder network, int inputs, double[] means, double[] ranges) {
    double[] shift = new double[inputs];
    double[] scale = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      shift[i] = 0 - means[i];
      scale[i] = 1 / ranges[i];
    }
    double[] ones = new double[inputs];
    Arrays.fill(ones, 1);
    int centred = network.affine("input minus mean", new Scale(ones, shift, 0), 0);
    return network.affine(
        "divided by range",
        new Scale(scale, new double[inputs], RoundingError.DOUBLE_UNIT),
        centred);
  }

  private static int denormalised(Network.Builder network, int node, double mean, double range) {
    double[] scale = new double[network.size(node)];
    double[] shift = new double[network.size(node)];
    Arrays.fill(scale, range);
    Arrays.fill(shift, mean);
    return network.affine("output times range plus mean", new Scale(scale, shift, 0), node);
  }

  private static String plain(double count) {
    return count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count);
  }
}
