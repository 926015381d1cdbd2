package dev.hasse.compute.training;

import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the parameters of a network lie in one flat vector: node by node in the order of the
 * network, of each first the weights, then the bias. Weights of a dense map are {@code
 * [output][input]}, those of a convolution {@code [output channel][input channel of the
 * group][kernel row][kernel column]}; a convolution has one bias a channel. Affine maps without a
 * place keep the values of the network: scalings always do.
 */
public final class Parameters {
  private final Network network;
  private final List<Optional<Place>> places = new ArrayList<>();
  private final int count;

  /**
   * The place of one node's parameters.
   *
   * @param node id
   * @param weights where they begin
   * @param weightCount number of weights
   * @param bias where it begins
   * @param biasCount number of biases
   */
  public record Place(int node, int weights, int weightCount, int bias, int biasCount) {}

  private Parameters(Network network, Predicate<Node> trained) {
    this.network = network;
    long next = 0;
    for (Node node : network.nodes()) {
      Optional<Place> place = Optional.empty();
      if (trained.test(node) && node.op() instanceof Affine map) {
        long weights = countWeights(map);
        int biases = countBiases(map);
        if (weights > 0) {
          long end = next + weights + biases;
          if (end > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("more than 2^31 parameters in " + network);
          }
          place =
              Optional.of(
                  new Place(node.id(), (int) next, (int) weights, (int) (next + weights), biases));
          next = end;
        }
      }
      places.add(place);
    }
    this.count = (int) next;
  }

  /** The dense maps and convolutions of a network, but for average pooling and its like. */
  public static Parameters of(Network network) {
    return new Parameters(network, node -> !isPooling(node));
  }

  /** Those dense maps and convolutions that the predicate chooses. */
  public static Parameters of(Network network, Predicate<Node> trained) {
    return new Parameters(network, trained);
  }

  /** A convolution that mixes no channels and weighs all pixels of its window alike. */
  private static boolean isPooling(Node node) {
    if (!(node.op() instanceof Convolution map)
        || map.groups() != map.inputChannels()
        || map.groups() != map.outputChannels()) {
      return false;
    }
    double[] weights = map.weights();
    for (double weight : weights) {
      if (weight != weights[0]) {
        return false;
      }
    }
    for (int channel = 0; channel < map.outputChannels(); channel++) {
      if (map.channelBias(channel) != 0) {
        return false;
      }
    }
    return true;
  }

  private static long countWeights(Affine map) {
    if (map instanceof Dense dense) {
      return (long) dense.outputs() * dense.inputs();
    }
    return map instanceof Convolution convolution
        ? (long) convolution.outputChannels() * convolution.kernelSize()
        : 0;
  }

  private static int countBiases(Affine map) {
    return map instanceof Convolution convolution ? convolution.outputChannels() : map.outputs();
  }

  /**
   * The weights of a map in the order of the vector; of a scaling its diagonal.
   *
   * @return a copy
   */
  public static double[] weights(Affine map) {
    return map.acceptForm(new Weights());
  }

  private static final class Weights implements AffineVisitor<double[]> {
    @Override
    public double[] dense(Dense map) {
      return map.weights().values();
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

  public Network network() {
    return network;
  }

  /** Length of the vector. */
  public int count() {
    return count;
  }

  /** Where the parameters of a node are; empty where it has none that are trained. */
  public Optional<Place> place(Node node) {
    return places.get(node.id());
  }

  /** All places, in the order of the vector. */
  public List<Place> places() {
    return places.stream().flatMap(Optional::stream).toList();
  }
}
