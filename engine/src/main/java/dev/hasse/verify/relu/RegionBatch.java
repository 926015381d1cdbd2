package dev.hasse.verify.relu;

import dev.hasse.bound.RegionBounds;
import dev.hasse.bound.Regions;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Node;
import java.util.List;

/**
 * Open regions as one batch of bounds: one row for each constraint of each open conjunction. All of
 * its regions have been bounded before, or none has.
 */
final class RegionBatch {
  private final ReluLayers layers;
  private final List<OpenRegion> regions;
  private final int[] start;

  RegionBatch(ReluLayers layers, List<OpenRegion> regions) {
    this.layers = layers;
    this.regions = regions;
    this.start = new int[regions.size() + 1];
    for (int b = 0; b < regions.size(); b++) {
      start[b + 1] = start[b] + regions.get(b).open().stream().mapToInt(List::size).sum();
    }
  }

  List<OpenRegion> regions() {
    return regions;
  }

  /** First row of a region. */
  int start(int region) {
    return start[region];
  }

  /**
   * What the bounds are asked.
   *
   * @param tightens whether bounds of pre-activations are
   */
  Regions regionsToBound(boolean tightens) {
    BoxBatch[] known = new BoxBatch[layers.network().nodes().size()];
    float[][] parameters = null;
    if (regions.get(0).lower() != null) {
      parameters = new float[known.length][];
      for (int layer = 0; layer < layers.count(); layer++) {
        Node node = layers.node(layer);
        known[node.input()] = bounds(layer, node.size());
        parameters[node.id()] = parameters(layer, node.size());
      }
    }
    return new Regions(boxes(), known, tightens, layers.target().id(), objectives(), parameters);
  }

  private BoxBatch boxes() {
    int inputs = layers.network().inputs();
    double[] lower = new double[regions.size() * inputs];
    double[] upper = new double[lower.length];
    for (int b = 0; b < regions.size(); b++) {
      BoxBatch box = regions.get(b).question().box();
      for (int i = 0; i < inputs; i++) {
        lower[b * inputs + i] = box.lower(0, i);
        upper[b * inputs + i] = box.upper(0, i);
      }
    }
    return new BoxBatch(regions.size(), inputs, lower, upper);
  }

  private Objectives objectives() {
    int width = layers.target().size();
    int rows = start[regions.size()];
    double[] coefficients = new double[rows * width];
    double[] constants = new double[rows];
    int row = 0;
    for (OpenRegion region : regions) {
      for (List<OutputConstraint> conjunction : region.open()) {
        for (OutputConstraint constraint : conjunction) {
          for (int i = 0; i < width; i++) {
            coefficients[row * width + i] = constraint.coefficient(i);
          }
          constants[row++] = constraint.constant();
        }
      }
    }
    return new Objectives(width, start, coefficients, constants);
  }

  private BoxBatch bounds(int layer, int size) {
    double[] lower = new double[regions.size() * size];
    double[] upper = new double[lower.length];
    for (int b = 0; b < regions.size(); b++) {
      for (int i = 0; i < size; i++) {
        lower[b * size + i] = regions.get(b).lower()[layer][i];
        upper[b * size + i] = regions.get(b).upper()[layer][i];
      }
    }
    return new BoxBatch(regions.size(), size, lower, upper);
  }

  private float[] parameters(int layer, int size) {
    float[] all = new float[start[regions.size()] * size];
    for (int b = 0; b < regions.size(); b++) {
      for (int row = start[b]; row < start[b + 1]; row++) {
        System.arraycopy(regions.get(b).parameters()[layer], 0, all, row * size, size);
      }
    }
    return all;
  }

  /** What is left of each region, in order; null where nothing is. */
  RegionReview review(RegionBounds found) {
    return new RegionReview(layers, this, found);
  }
}
