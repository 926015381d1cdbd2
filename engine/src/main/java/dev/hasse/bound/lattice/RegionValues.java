package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bounds of all nodes' values at the points of a region: an interval step from node to node,
 * outward-rounded, intersected with the region's own bounds of pre-activations.
 */
final class RegionValues {
  private final RegionQuestion region;
  private final ReluLayers layers;
  private final List<Bounds> known = new ArrayList<>();

  /** Bounds one value of one node after the other. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Pair(double[] lower, double[] upper) {
    Pair(int size) {
      this(new double[size], new double[size]);
    }
  }

  private RegionValues(RegionQuestion region, ReluLayers layers) {
    this.region = region;
    this.layers = layers;
  }

  /** The bounds, or nothing where they contradict each other: then the region has no point. */
  static Optional<NetworkBounds> of(Network network, RegionQuestion region, ReluLayers layers) {
    return new RegionValues(region, layers).bounds(network);
  }

  private Optional<NetworkBounds> bounds(Network network) {
    for (Node node : network.nodes()) {
      Pair pair = node.op().accept(new Step(node));
      for (int layer = 0; layer < layers.count(); layer++) {
        if (layers.nodes().get(layer).input() == node.id()) {
          for (int i = 0; i < node.size(); i++) {
            pair.lower[i] = Math.max(pair.lower[i], region.lower()[layer][i]);
            pair.upper[i] = Math.min(pair.upper[i], region.upper()[layer][i]);
          }
        }
      }
      for (int i = 0; i < node.size(); i++) {
        if (pair.lower[i] > pair.upper[i]) {
          return Optional.empty();
        }
      }
      known.add(new Bounds(1, node.size(), pair.lower, pair.upper, Guarantee.RIGOROUS, 0));
    }
    return Optional.of(new NetworkBounds(network, known));
  }

  /** One interval step. */
  private final class Step implements OpVisitor<Pair> {
    private final Node node;

    Step(Node node) {
      this.node = node;
    }

    @Override
    public Pair input(Input input) {
      return new Pair(region.box().lower(), region.box().upper());
    }

    @Override
    public Pair affine(Affine affine) {
      Bounds from = known.get(node.input());
      double relative = affine.relativeError();
      Pair image = new Pair(affine.outputs());
      double[] magnitude = new double[1];
      for (int k = 0; k < affine.outputs(); k++) {
        int i = k;
        image.lower[i] = affine.bias(i);
        image.upper[i] = affine.bias(i);
        magnitude[0] = Math.abs(affine.bias(i));
        affine.forEachTerm(
            i,
            (j, weight) -> {
              if (weight != 0) {
                double l = weight > 0 ? from.lower(0, j) : from.upper(0, j);
                double u = weight > 0 ? from.upper(0, j) : from.lower(0, j);
                image.lower[i] = Outward.addDown(image.lower[i], Outward.mulDown(weight, l));
                image.upper[i] = Outward.addUp(image.upper[i], Outward.mulUp(weight, u));
                double largest = Math.max(Math.abs(l), Math.abs(u));
                magnitude[0] =
                    Outward.addUp(magnitude[0], Outward.mulUp(Math.abs(weight), largest));
              }
            });
        if (relative > 0) {
          double error = Outward.mulUp(relative, magnitude[0]);
          image.lower[i] = Outward.subDown(image.lower[i], error);
          image.upper[i] = Outward.addUp(image.upper[i], error);
        }
      }
      return image;
    }

    @Override
    public Pair activation(Activation activation) {
      Bounds from = known.get(node.input());
      Pair image = new Pair(node.size());
      Arrays.setAll(image.lower, i -> Math.max(0, from.lower(0, i)));
      Arrays.setAll(image.upper, i -> Math.max(0, from.upper(0, i)));
      return image;
    }

    @Override
    public Pair add(Add add) {
      Bounds left = known.get(node.inputs().get(0));
      Bounds right = known.get(node.inputs().get(1));
      Pair sum = new Pair(node.size());
      Arrays.setAll(sum.lower, i -> Outward.addDown(left.lower(0, i), right.lower(0, i)));
      Arrays.setAll(sum.upper, i -> Outward.addUp(left.upper(0, i), right.upper(0, i)));
      return sum;
    }

    @Override
    public Pair select(Select select) {
      Bounds from = known.get(node.input());
      Pair image = new Pair(select.outputs());
      for (int i = 0; i < select.outputs(); i++) {
        int source = select.source(i);
        image.lower[i] = source == Select.ZERO ? 0 : from.lower(0, source);
        image.upper[i] = source == Select.ZERO ? 0 : from.upper(0, source);
      }
      return image;
    }
  }
}
