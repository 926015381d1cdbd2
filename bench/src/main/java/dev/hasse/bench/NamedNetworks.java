package dev.hasse.bench;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.format.InputFileException;
import dev.hasse.format.NetworkReader;
import dev.hasse.network.Activation;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Networks by what a benchmark's parameter says: a generated one's shape, or a file. */
final class NamedNetworks {
  private static final Pattern SHAPE = Pattern.compile("(\\d+)x(\\d+)");
  private static final int INPUTS = 784;
  private static final int OUTPUTS = 10;

  private NamedNetworks() {}

  /**
   * @param name {@code 3x256} for three hidden layers of 256, or the path of a network's file
   */
  static Network of(String name) throws InputFileException {
    Matcher shape = SHAPE.matcher(name);
    if (!shape.matches()) {
      return NetworkReader.read(Path.of(name));
    }
    int[] widths = new int[Integer.parseInt(shape.group(1)) + 2];
    Arrays.fill(widths, Integer.parseInt(shape.group(2)));
    widths[0] = INPUTS;
    widths[widths.length - 1] = OUTPUTS;
    return GeneratedNetworks.perceptron(widths, LaneState.SEED);
  }

  /** Benchmarks of single verbs walk from node to node: a graph with branches is not for them. */
  static void requireChain(Network network, Node node) {
    boolean known = node.op() instanceof Affine || node.op() instanceof Activation;
    if (!known || node.input() != node.id() - 1) {
      throw new IllegalArgumentException(
          network.name() + " is no chain of affine maps and activations at " + node.name());
    }
  }

  /** The values of a node of a chain at points, {@code [point][neuron]} flat. */
  static double[] values(Lane lane, Network network, Node node, double[] points) {
    Tensor.Points values = lane.uploadPoints(network.inputs(), points);
    for (int id = 1; id <= node.id(); id++) {
      Node at = network.node(id);
      try (Tensor.Points before = values) {
        values =
            at.op() instanceof Affine
                ? lane.forwardAffine(at, before)
                : lane.forwardActivation(at, before);
      }
    }
    try (Tensor.Points last = values) {
      return last.download();
    }
  }
}
