package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.judge.Dyadic;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which value of a network each variable of its encoding stands for, found out by asking for the
 * point of made-up values that are all different; binaries by values of which one is positive.
 */
final class Placement {
  private static final int NOWHERE = -1;

  private final Network network;
  private final NetworkEncoding encoding;
  private final int[] number;

  Placement(Network network, NetworkEncoding encoding) {
    this.network = network;
    this.encoding = encoding;
    this.number = new int[encoding.model().variables()];
    Arrays.fill(number, NOWHERE);
    int count = network.nodes().stream().mapToInt(Node::size).sum();
    double[] all = new double[count];
    Arrays.setAll(all, i -> i);
    place(all, false);
    for (int i = 0; i < count && encoding.model().integers() > 0; i++) {
      double[] one = new double[count];
      Arrays.fill(one, -1);
      one[i] = i + 1;
      place(one, true);
    }
    for (int j = 0; j < number.length; j++) {
      assertTrue(number[j] != NOWHERE, "variable " + j + " stands for nothing");
    }
  }

  private void place(double[] values, boolean binaries) {
    double[] point = encoding.point(bounds(values));
    for (int j = 0; j < point.length; j++) {
      if (encoding.model().isInteger(j) != binaries) {
        continue;
      }
      if (!binaries) {
        number[j] = (int) point[j];
      } else if (point[j] == 1) {
        number[j] = Arrays.stream(values).mapToObj(v -> v > 0).toList().indexOf(true);
      }
    }
  }

  private NetworkBounds bounds(double[] values) {
    List<Bounds> all = new ArrayList<>();
    int from = 0;
    for (Node node : network.nodes()) {
      double[] part = Arrays.copyOfRange(values, from, from + node.size());
      all.add(new Bounds(1, node.size(), part, part.clone(), Guarantee.RIGOROUS, 0));
      from += node.size();
    }
    return new NetworkBounds(network, all);
  }

  /** The model's exact point for exact values, by node id. */
  Dyadic[] point(Dyadic[][] values) {
    List<Dyadic> flat = Arrays.stream(values).flatMap(Arrays::stream).toList();
    Dyadic[] point = new Dyadic[number.length];
    for (int j = 0; j < point.length; j++) {
      Dyadic value = flat.get(number[j]);
      boolean isBinary = encoding.model().isInteger(j);
      point[j] = !isBinary ? value : value.signum() > 0 ? Dyadic.ONE : Dyadic.ZERO;
    }
    return point;
  }
}
