package dev.hasse.kernels.cuda.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of launches with any number of rows. Control flow does not depend on data, so the counts
 * of a shape are proportional to its row tiles, or to its rows where it has no tiles. A last tile
 * that is not full counts as full.
 */
final class CountModel {
  private final Map<Shape, Recording.Launch> longest = new HashMap<>();
  private final Map<Signature, Resources> resources;

  /** From recordings with full tiles; the launch with the most rows of each shape counts. */
  CountModel(List<Recording> recordings) throws IOException {
    resources = Resources.all();
    for (Recording recording : recordings) {
      for (Recording.Launch launch : recording.launches()) {
        longest.merge(launch.shape(), launch, (a, b) -> a.rows() >= b.rows() ? a : b);
      }
    }
  }

  Resources resources(Shape shape) {
    return resources.get(shape.signature());
  }

  Counts counts(Shape shape, int rows) {
    Recording.Launch known = longest.get(shape);
    if (known == null) {
      throw new IllegalArgumentException(shape + " was not recorded");
    }
    Resources of = resources(shape);
    return known.counts().times(of.units(rows) / of.units(known.rows()));
  }

  Prediction predict(PassPlan.Planned launch) {
    Shape shape = launch.shape();
    Counts counts = counts(shape, launch.rows());
    long blocks = resources(shape).blocks(shape, launch.rows());
    return Prediction.of(counts, blocks, Work.of(shape, launch.rows(), launch.boxes()));
  }
}
