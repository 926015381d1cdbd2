package dev.hasse.verify.relu;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.Effort;
import dev.hasse.bound.RegionBounds;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.Outward;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bounds of a whole box's pre-activations by branch and bound of their own: for each bound of each
 * unstable neuron the box is split at the signs of a few ReLUs before it, those that cost this
 * bound most, and the worst part's bound holds for the whole. Layer by layer, so that what an early
 * layer gains makes the relaxations of all later ones tighter. This is what others ask a
 * mixed-integer solver for, one neuron at a time (Tjeng et al. 2019, arXiv 1711.07356, section
 * 4.3).
 */
final class DeepBounds {
  private static final Effort STEPS = Effort.of(15);

  /** Parts that are bounded together. */
  private static final int AT_ONCE = 1024;

  private final BoundAnalysis analysis;
  private final Network network;
  private final Branching branching = Branching.of(BranchingRule.BABSR);
  private long bounded;

  /**
   * @param analysis of the network; not owned
   */
  DeepBounds(BoundAnalysis analysis) {
    this.analysis = analysis;
    this.network = analysis.network();
  }

  /** Parts that were bounded, one linear form each. */
  long bounded() {
    return bounded;
  }

  /** Walks of rows to the input and back that one bound of one neuron takes. */
  static long walks(int depth) {
    return 2 * ((2L << depth) - 1) * (STEPS.steps() + 1);
  }

  /**
   * A whole box with tighter pre-activations.
   *
   * @param region whole box with bounds
   * @param depth signs that each part has, at most
   */
  OpenRegion of(OpenRegion region, int depth) {
    float[][] lower = region.lower().clone();
    float[][] upper = region.upper().clone();
    ReluLayers all = new ReluLayers(network);
    for (int layer = 1; layer < all.count(); layer++) {
      lower[layer] = lower[layer].clone();
      upper[layer] = upper[layer].clone();
      tighten(region, all.node(layer), layer, lower, upper, depth);
    }
    return region.with(lower, upper);
  }

  private void tighten(
      OpenRegion region, Node relu, int layer, float[][] lower, float[][] upper, int depth) {
    Node target = network.node(relu.input());
    ReluLayers layers = new ReluLayers(network, target);
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < relu.size(); i++) {
      if (lower[layer][i] < 0 && upper[layer][i] > 0) {
        rows.add(i);
        rows.add(relu.size() + i);
      }
    }
    float[][] low = Arrays.copyOf(lower, layers.count());
    float[][] high = Arrays.copyOf(upper, layers.count());
    float[][] slopes = adaptive(low, high);
    int together = Math.max(1, AT_ONCE >> depth);
    for (int from = 0; from < rows.size(); from += together) {
      List<Integer> some = rows.subList(from, Math.min(rows.size(), from + together));
      List<OpenRegion> wholes = new ArrayList<>();
      for (int row : some) {
        int i = row % relu.size();
        OutputConstraint form =
            row < relu.size()
                ? form(relu.size(), i, 1, -region.upper()[layer][i])
                : form(relu.size(), i, -1, region.lower()[layer][i]);
        Question question = new Question(region.question().box(), List.of(List.of(form)));
        wholes.add(
            new OpenRegion(
                question,
                question.conjunctions(),
                low,
                high,
                slopes,
                Optional.empty(),
                Double.NEGATIVE_INFINITY,
                Trail.START));
      }
      double[] found = lowest(layers, wholes, depth);
      for (int k = 0; k < found.length; k++) {
        int i = some.get(k) % relu.size();
        if (found[k] >= 0) {
          continue; // no part is left, which says nothing of a box that has points
        }
        if (some.get(k) < relu.size()) {
          float bound = Outward.floatDown(Outward.addDown(region.upper()[layer][i], found[k]));
          lower[layer][i] = Math.max(lower[layer][i], bound);
        } else {
          float bound = Outward.floatUp(Outward.subUp(region.lower()[layer][i], found[k]));
          upper[layer][i] = Math.min(upper[layer][i], bound);
        }
      }
    }
  }

  /** The neuron, or its negative, less its largest value: at most 0 on the whole box. */
  private static OutputConstraint form(int width, int neuron, double sign, double constant) {
    double[] coefficients = new double[width];
    coefficients[neuron] = sign;
    return new OutputConstraint(coefficients, constant);
  }

  private static float[][] adaptive(float[][] lower, float[][] upper) {
    float[][] slopes = new float[lower.length][];
    for (int layer = 0; layer < slopes.length; layer++) {
      slopes[layer] = new float[lower[layer].length];
      for (int i = 0; i < slopes[layer].length; i++) {
        float l = lower[layer][i];
        float u = upper[layer][i];
        slopes[layer][i] = l < 0 && u > 0 && u > -l ? 1 : 0;
      }
    }
    return slopes;
  }

  /** Lower bounds of the regions' forms, each the smallest over the parts; 0 without a part. */
  private double[] lowest(ReluLayers layers, List<OpenRegion> wholes, int depth) {
    List<OpenRegion> open = wholes;
    int[] of = new int[wholes.size()];
    Arrays.setAll(of, k -> k);
    for (int split = 0; ; split++) {
      OpenRegion[] left = bound(layers, open);
      double[] lowest = new double[wholes.size()];
      List<OpenRegion> parts = new ArrayList<>();
      int[] ofParts = new int[2 * left.length];
      for (int k = 0; k < left.length; k++) {
        if (left[k] == null) {
          continue;
        }
        lowest[of[k]] = Math.min(lowest[of[k]], left[k].bound());
        if (left[k].split().isEmpty()) {
          ofParts[parts.size()] = of[k];
          parts.add(left[k]);
        } else {
          Neuron neuron = left[k].split().get();
          ofParts[parts.size()] = of[k];
          parts.add(left[k].child(neuron, true));
          ofParts[parts.size()] = of[k];
          parts.add(left[k].child(neuron, false));
        }
      }
      if (split == depth || parts.isEmpty()) {
        return lowest;
      }
      open = parts;
      of = ofParts;
    }
  }

  private OpenRegion[] bound(ReluLayers layers, List<OpenRegion> regions) {
    RegionBatch batch = new RegionBatch(layers, regions);
    RegionBounds found = analysis.regions(batch.regionsToBound(false), Effort.NONE, STEPS);
    bounded += regions.size();
    RegionReview review = batch.review(found);
    OpenRegion[] left = new OpenRegion[regions.size()];
    Arrays.setAll(left, k -> review.left(k, branching, k));
    return left;
  }
}
