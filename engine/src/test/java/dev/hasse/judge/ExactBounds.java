package dev.hasse.judge;

import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;

/**
 * Interval bounds of one node on one box in exact arithmetic: what interval bound propagation would
 * give without rounding.
 *
 * @param lower one a neuron
 * @param upper one a neuron
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ExactBounds(Dyadic[] lower, Dyadic[] upper) {
  /** The box itself. */
  public static ExactBounds of(BoxBatch boxes, int box) {
    ExactBounds bounds = empty(boxes.dimension());
    for (int i = 0; i < boxes.dimension(); i++) {
      bounds.lower[i] = Dyadic.of(boxes.lower(box, i));
      bounds.upper[i] = Dyadic.of(boxes.upper(box, i));
    }
    return bounds;
  }

  /** Bounds of every node of a network, by node id. */
  public static ExactBounds[] of(Network network, BoxBatch boxes, int box) {
    ExactBounds[] known = new ExactBounds[network.nodes().size()];
    for (Node node : network.nodes()) {
      known[node.id()] = node.op().accept(new Step(node, known, of(boxes, box)));
    }
    return known;
  }

  /** The image under an affine map, any weight off by up to its relative error. */
  public ExactBounds affine(Affine affine) {
    Dyadic most = Dyadic.ONE.plus(Dyadic.of(affine.relativeError()));
    Dyadic least = Dyadic.ONE.minus(Dyadic.of(affine.relativeError()));
    ExactBounds image = empty(affine.outputs());
    for (int i = 0; i < affine.outputs(); i++) {
      int at = i;
      Dyadic bias = Dyadic.of(affine.bias(i));
      image.lower[i] = bias.times(bias.signum() < 0 ? most : least);
      image.upper[i] = bias.times(bias.signum() < 0 ? least : most);
      affine.forEachTerm(
          i,
          (j, weight) -> {
            Dyadic w = Dyadic.of(weight);
            Dyadic low = w.times(w.signum() < 0 ? upper[j] : lower[j]);
            Dyadic high = w.times(w.signum() < 0 ? lower[j] : upper[j]);
            image.lower[at] = image.lower[at].plus(low.times(low.signum() < 0 ? most : least));
            image.upper[at] = image.upper[at].plus(high.times(high.signum() < 0 ? least : most));
          });
    }
    return image;
  }

  public ExactBounds relu() {
    ExactBounds image = empty(lower.length);
    for (int i = 0; i < lower.length; i++) {
      image.lower[i] = lower[i].max(Dyadic.ZERO);
      image.upper[i] = upper[i].max(Dyadic.ZERO);
    }
    return image;
  }

  public ExactBounds plus(ExactBounds other) {
    ExactBounds sum = empty(lower.length);
    for (int i = 0; i < lower.length; i++) {
      sum.lower[i] = lower[i].plus(other.lower[i]);
      sum.upper[i] = upper[i].plus(other.upper[i]);
    }
    return sum;
  }

  public ExactBounds select(Select select) {
    ExactBounds image = empty(select.outputs());
    for (int i = 0; i < select.outputs(); i++) {
      int source = select.source(i);
      image.lower[i] = source == Select.ZERO ? Dyadic.ZERO : lower[source];
      image.upper[i] = source == Select.ZERO ? Dyadic.ZERO : upper[source];
    }
    return image;
  }

  private static ExactBounds empty(int width) {
    return new ExactBounds(new Dyadic[width], new Dyadic[width]);
  }

  private record Step(Node node, ExactBounds[] known, ExactBounds box)
      implements OpVisitor<ExactBounds> {
    @Override
    public ExactBounds input(Input input) {
      return box;
    }

    @Override
    public ExactBounds affine(Affine affine) {
      return known[node.input()].affine(affine);
    }

    @Override
    public ExactBounds activation(Activation activation) {
      if (!(activation instanceof Relu)) {
        throw new IllegalArgumentException("no dyadic values of " + activation.label());
      }
      return known[node.input()].relu();
    }

    @Override
    public ExactBounds add(Add add) {
      return known[node.inputs().get(0)].plus(known[node.inputs().get(1)]);
    }

    @Override
    public ExactBounds select(Select select) {
      return known[node.input()].select(select);
    }
  }
}
