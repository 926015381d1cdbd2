package dev.hasse.compute.reference;

import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An affine map whose weights change: of each output the inputs, and where in the node's weights
 * the factor of each is. Weights and biases of nodes without a place stay those of the network.
 */
final class TrainedAffine {
  private final Optional<Parameters.Place> place;
  private final int inputs;
  private final int[][] columns;
  private final int[][] indices;
  private final int[] biasIndex;
  private final double[] weights;
  private final double[] bias;

  private TrainedAffine(Affine map, Optional<Parameters.Place> place) {
    this.place = place;
    this.inputs = map.inputs();
    this.columns = new int[map.outputs()][];
    this.indices = new int[map.outputs()][];
    this.biasIndex = new int[map.outputs()];
    Affine numbered = map.acceptForm(new Numbered());
    int most = 0;
    int mostBias = 0;
    for (int i = 0; i < columns.length; i++) {
      IntStream.Builder sources = IntStream.builder();
      IntStream.Builder numbers = IntStream.builder();
      numbered.forEachTerm(
          i,
          (input, number) -> {
            sources.add(input);
            numbers.add((int) number - 1);
          });
      columns[i] = sources.build().toArray();
      indices[i] = numbers.build().toArray();
      biasIndex[i] = (int) numbered.bias(i) - 1;
      most = Math.max(most, IntStream.of(indices[i]).max().orElse(-1) + 1);
      mostBias = Math.max(mostBias, biasIndex[i] + 1);
    }
    this.weights = new double[place.map(Parameters.Place::weightCount).orElse(most)];
    this.bias = new double[mostBias];
    for (int i = 0; i < columns.length; i++) {
      int[] of = indices[i];
      int[] next = {0};
      map.forEachTerm(i, (input, weight) -> weights[of[next[0]++]] = weight);
      bias[biasIndex[i]] = map.bias(i);
    }
  }

  /** One entry a node; null where the node is no affine map. */
  static TrainedAffine[] of(Parameters parameters) {
    Network network = parameters.network();
    TrainedAffine[] all = new TrainedAffine[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Affine map) {
        all[node.id()] = new TrainedAffine(map, parameters.place(node));
      }
    }
    return all;
  }

  /** The same map with the number of each weight, from 1, in its place. */
  private static final class Numbered implements AffineVisitor<Affine> {
    @Override
    public Affine dense(Dense map) {
      double[] numbers = numbers((long) map.outputs() * map.inputs());
      return new Dense(new Matrix(map.outputs(), map.inputs(), numbers), numbers(map.outputs()));
    }

    @Override
    public Affine scale(Scale map) {
      return new Scale(numbers(map.outputs()), numbers(map.outputs()), 0);
    }

    @Override
    public Affine convolution(Convolution map) {
      return new Convolution(
          map.inputChannels(),
          map.groups(),
          map.rows(),
          map.columns(),
          numbers((long) map.outputChannels() * map.kernelSize()),
          numbers(map.outputChannels()),
          0);
    }

    private static double[] numbers(long count) {
      double[] numbers = new double[Math.toIntExact(count)];
      Arrays.setAll(numbers, k -> k + 1);
      return numbers;
    }
  }

  /** Takes this node's part of the parameters. */
  void load(FloatBuffer values) {
    place.ifPresent(
        at -> {
          for (int k = 0; k < at.weightCount(); k++) {
            weights[k] = values.get(values.position() + at.weights() + k);
          }
          for (int k = 0; k < at.biasCount(); k++) {
            bias[k] = values.get(values.position() + at.bias() + k);
          }
        });
  }

  Optional<Parameters.Place> place() {
    return place;
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return columns.length;
  }

  int terms(int output) {
    return columns[output].length;
  }

  /** The input of a term of an output. */
  int column(int output, int term) {
    return columns[output][term];
  }

  /** The number of the weight of a term, among the node's weights. */
  int index(int output, int term) {
    return indices[output][term];
  }

  double weight(int output, int term) {
    return weights[indices[output][term]];
  }

  /** The number of an output's bias, among the node's biases. */
  int biasIndex(int output) {
    return biasIndex[output];
  }

  double bias(int output) {
    return bias[biasIndex[output]];
  }
}
