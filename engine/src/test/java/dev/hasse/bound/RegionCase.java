package dev.hasse.bound;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.judge.RandomNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.Arrays;
import java.util.Objects;

/**
 * A small random network of two inputs, boxes, two forms of each, and a few signs for each.
 *
 * @param signs by region and activation node: 1 for active neurons, -1 for inactive ones, 0 for
 *     either
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RegionCase(
    String name, Network network, BoxBatch boxes, Objectives objectives, int[][][] signs) {
  static final int REGIONS = 4;

  static RegionCase of(int number) {
    String name = "regions " + number + ", seed " + Numbers.SEED;
    Numbers numbers = new Numbers(name);
    Network network = RandomNetwork.of(name, 2, Style.INTEGERS);
    double[] lower = numbers.vector(2 * REGIONS, Style.INTEGERS);
    double[] upper = Arrays.stream(lower).map(x -> x + 1 + numbers.below(3)).toArray();
    int outputs = network.outputs();
    int[] start = new int[REGIONS + 1];
    Arrays.setAll(start, b -> 2 * b);
    Objectives objectives =
        new Objectives(
            outputs,
            start,
            numbers.vector(2 * REGIONS * outputs, Style.INTEGERS),
            new double[2 * REGIONS]);
    int[][][] signs = new int[REGIONS][network.nodes().size()][];
    for (int[][] ofRegion : signs) {
      for (Node node : network.nodes()) {
        if (node.op() instanceof Relu) {
          ofRegion[node.id()] = new int[node.size()];
          Arrays.setAll(
              ofRegion[node.id()], i -> numbers.below(3) > 0 ? 0 : 2 * numbers.below(2) - 1);
        }
      }
    }
    BoxBatch boxes = new BoxBatch(REGIONS, 2, lower, upper);
    return new RegionCase(name, network, boxes, objectives, signs);
  }

  /** What is true of a box, or of its part with the signs. */
  PatternEnumeration truth(int region, boolean cut) {
    int[][] ofActivations =
        Arrays.stream(signs[region]).filter(Objects::nonNull).toArray(int[][]::new);
    BoxBatch box = boxes.slice(region, region + 1);
    return new PatternEnumeration(network, box, cut ? ofActivations : null);
  }

  Regions whole() {
    return Regions.whole(network.nodes().size(), boxes, objectives);
  }

  /** The boxes, cut by the signs. */
  Regions cut(float[][] parameters) {
    BoxBatch[] known = new BoxBatch[network.nodes().size()];
    for (Node node : network.nodes()) {
      if (node.op() instanceof Relu) {
        double[] lower = new double[REGIONS * node.size()];
        double[] upper = new double[lower.length];
        for (int k = 0; k < lower.length; k++) {
          int sign = signs[k / node.size()][node.id()][k % node.size()];
          lower[k] = sign > 0 ? 0 : Double.NEGATIVE_INFINITY;
          upper[k] = sign < 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        BoxBatch cut = new BoxBatch(REGIONS, node.size(), lower, upper);
        known[node.input()] = known[node.input()] == null ? cut : both(known[node.input()], cut);
      }
    }
    return new Regions(boxes, known, true, network.output().id(), objectives, parameters);
  }

  /** Where two ReLUs read one node. */
  private static BoxBatch both(BoxBatch left, BoxBatch right) {
    double[] lower = left.lower();
    double[] upper = left.upper();
    Arrays.setAll(lower, k -> Math.max(lower[k], right.lower()[k]));
    Arrays.setAll(upper, k -> Math.min(upper[k], right.upper()[k]));
    return new BoxBatch(left.count(), left.dimension(), lower, upper);
  }

  /** The regions with what was found of their nodes, to be tightened no more. */
  Regions settled(RegionBounds found, float[][] parameters) {
    BoxBatch[] known = cut(null).known();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Relu) {
        known[node.input()] = knownBy(found.bounds()[node.input()], known[node.input()]);
      }
    }
    return new Regions(boxes, known, false, network.output().id(), objectives, parameters);
  }

  /** Contradicting bounds are no box: there the signs alone are handed on. */
  private static BoxBatch knownBy(Bounds bounds, BoxBatch otherwise) {
    double[] lower = otherwise.lower();
    double[] upper = otherwise.upper();
    for (int k = 0; k < lower.length; k++) {
      double low = bounds.lower(k / bounds.width(), k % bounds.width());
      double high = bounds.upper(k / bounds.width(), k % bounds.width());
      if (low <= high) {
        lower[k] = low;
        upper[k] = high;
      }
    }
    return new BoxBatch(bounds.count(), bounds.width(), lower, upper);
  }

  /** The same regions again and again. */
  Regions repeated(Regions one, int times) {
    int[] all = new int[times * REGIONS];
    Arrays.setAll(all, k -> k % REGIONS);
    BoxBatch[] known = new BoxBatch[one.known().length];
    for (int id = 0; id < known.length; id++) {
      known[id] = one.known()[id] == null ? null : one.known()[id].select(all);
    }
    int outputs = objectives.outputs();
    int[] start = new int[all.length + 1];
    Arrays.setAll(start, b -> 2 * b);
    double[] coefficients = new double[2 * all.length * outputs];
    for (int k = 0; k < coefficients.length; k++) {
      int row = k / outputs % (2 * REGIONS);
      coefficients[k] = objectives.coefficient(row, k % outputs);
    }
    Objectives forms = new Objectives(outputs, start, coefficients, new double[2 * all.length]);
    return new Regions(boxes.select(all), known, true, network.output().id(), forms, null);
  }

  @Override
  public String toString() {
    return name;
  }
}
