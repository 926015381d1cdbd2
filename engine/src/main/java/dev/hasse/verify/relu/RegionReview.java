package dev.hasse.verify.relu;

import dev.hasse.bound.RegionBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Node;
import dev.hasse.numeric.Outward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What bounds say of a batch of regions. */
final class RegionReview {
  /** A bound that rises by less than this, relative to itself, has stalled. */
  private static final double RISE = 0.01;

  private final ReluLayers layers;
  private final RegionBatch batch;
  private final RegionBounds found;
  private double excluded = Double.POSITIVE_INFINITY;

  RegionReview(ReluLayers layers, RegionBatch batch, RegionBounds found) {
    this.layers = layers;
    this.batch = batch;
    this.found = found;
  }

  /**
   * The smallest bound by which conjunctions were excluded so far; 0 where it is only known that no
   * counterexample is left.
   */
  double excluded() {
    return excluded;
  }

  /**
   * What is left of a region, with the neuron to split, or null where nothing is.
   *
   * @param number of the region that is left
   */
  OpenRegion left(int region, Branching branching, long number) {
    OpenRegion before = batch.regions().get(region);
    List<List<OutputConstraint>> open = new ArrayList<>();
    double worst = Double.POSITIVE_INFINITY;
    int worstRow = -1;
    int row = batch.start(region);
    for (List<OutputConstraint> conjunction : before.open()) {
      int best = row;
      for (int k = row + 1; k < row + conjunction.size(); k++) {
        best = found.lower()[k] > found.lower()[best] ? k : best;
      }
      row += conjunction.size();
      double bound = found.lower()[best];
      if (bound > 0) {
        excluded = Math.min(excluded, before.trail().narrowed() ? 0 : bound);
      } else {
        open.add(conjunction);
        if (worstRow < 0 || bound < worst) {
          worst = bound;
          worstRow = best;
        }
      }
    }
    float[][] lower = new float[layers.count()][];
    float[][] upper = new float[layers.count()][];
    if (open.isEmpty()) {
      return null;
    }
    if (isEmpty(region, lower, upper)) {
      excluded = before.trail().narrowed() ? Math.min(excluded, 0) : excluded;
      return null;
    }
    float[][] parameters = new float[layers.count()][];
    float[][] coefficients = new float[layers.count()][];
    for (int layer = 0; layer < layers.count(); layer++) {
      Node node = layers.node(layer);
      int from = worstRow * node.size();
      int to = from + node.size();
      parameters[layer] = Arrays.copyOfRange(found.parameters()[node.id()], from, to);
      coefficients[layer] = Arrays.copyOfRange(found.coefficients()[node.id()], from, to);
    }
    OpenRegion left =
        new OpenRegion(
            before.question(),
            List.copyOf(open),
            lower,
            upper,
            parameters,
            Optional.empty(),
            Math.min(0, Math.max(before.bound(), worst)),
            before
                .trail()
                .bounded(
                    number, Math.min(0, worst), worst - before.bound() >= RISE * Math.abs(worst)));
    return left.with(branching.choose(left, coefficients));
  }

  /** Whether no point of the region is left, for its bounds contradict each other; fills them. */
  private boolean isEmpty(int region, float[][] lower, float[][] upper) {
    for (int layer = 0; layer < layers.count(); layer++) {
      Node node = layers.node(layer);
      Bounds bounds = found.bounds()[node.input()];
      lower[layer] = new float[node.size()];
      upper[layer] = new float[node.size()];
      for (int i = 0; i < node.size(); i++) {
        double low = bounds.lower(region, i);
        double high = bounds.upper(region, i);
        if (low > high) {
          return true;
        }
        lower[layer][i] = Outward.floatDown(low);
        upper[layer][i] = Outward.floatUp(high);
      }
    }
    return false;
  }
}
