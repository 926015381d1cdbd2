package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A seeded network of two inputs, a box, signs of some of its neurons, and a conjunction: dense and
 * residual networks, and convolutions.
 *
 * @param signs by ReLU layer, see {@link dev.hasse.judge.PatternEnumeration}
 * @param question with CROWN's bounds of the box, and 0 where a sign was decided
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RegionCase(Network network, int[][] signs, RegionQuestion question, String name) {
  /**
   * Makes one.
   *
   * @param share of the unstable neurons whose sign is decided, 0 to 1
   */
  static RegionCase of(int number, double share) {
    Numbers numbers = new Numbers("region " + number + " with a share of " + share);
    Network network;
    BoxBatch box;
    if (number % 3 == 0) {
      network = ConvolutionLatticeTest.network(numbers);
      box = BoxBatch.around(2, numbers.vector(2, Style.DOUBLES), 0.1 + numbers.uniform(), -9, 9);
    } else {
      LatticeCase example = LatticeCase.ofTwoInputs(number + 1).skip(number).findFirst().get();
      network = example.network();
      box = example.box();
    }
    ReluLayers layers = new ReluLayers(network);
    try (OpenNetwork open = new OpenNetwork(network)) {
      return of(network, box, layers, open.crown(box), share, numbers, "region " + number);
    }
  }

  private static RegionCase of(
      Network network,
      BoxBatch box,
      ReluLayers layers,
      NetworkBounds crown,
      double share,
      Numbers numbers,
      String name) {
    float[][] lower = new float[layers.count()][];
    float[][] upper = new float[layers.count()][];
    int[][] signs = new int[layers.count()][];
    double[] inside = numbers.pointsIn(box);
    // Two of three regions hold a point that is known.
    boolean atPoint = numbers.below(3) > 0;
    try (PointCheck check = new PointCheck(network)) {
      NetworkBounds at = check.at(Arrays.copyOf(inside, 2));
      for (int layer = 0; layer < layers.count(); layer++) {
        Bounds before = crown.before(layers.nodes().get(layer));
        Bounds value = at.before(layers.nodes().get(layer));
        lower[layer] = new float[before.width()];
        upper[layer] = new float[before.width()];
        signs[layer] = new int[before.width()];
        for (int i = 0; i < before.width(); i++) {
          lower[layer][i] = Outward.floatDown(before.lower(0, i));
          upper[layer][i] = Outward.floatUp(before.upper(0, i));
          boolean unstable = lower[layer][i] < 0 && upper[layer][i] > 0;
          if (unstable && numbers.uniform() < share) {
            boolean active = atPoint ? value.lower(0, i) > 0 : numbers.below(2) == 0;
            signs[layer][i] = active ? 1 : -1;
            (active ? lower : upper)[layer][i] = 0;
          }
        }
      }
    }
    RegionQuestion question =
        new RegionQuestion(box, lower, upper, conjunction(network, box, inside, numbers));
    return new RegionCase(network, signs, question, name);
  }

  /** One to three constraints that hold, or nearly hold, at a point. */
  private static List<OutputConstraint> conjunction(
      Network network, BoxBatch box, double[] inside, Numbers numbers) {
    double[] y = ForwardEvaluation.of(network, Arrays.copyOf(inside, box.dimension()));
    List<OutputConstraint> conjunction = new ArrayList<>();
    boolean planted = numbers.below(2) == 0;
    for (int k = 0; k < 1 + numbers.below(3); k++) {
      double[] c = numbers.vector(network.outputs(), Style.DOUBLES);
      double value = 0;
      double size = 0;
      for (int i = 0; i < c.length; i++) {
        value += c[i] * y[i];
        size += Math.abs(c[i] * y[i]);
      }
      double distance = (0.01 + numbers.uniform()) * (0.01 + size);
      conjunction.add(new OutputConstraint(c, -value + (planted ? -distance : distance)));
    }
    return conjunction;
  }
}
