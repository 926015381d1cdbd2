package dev.hasse.kernels.cuda.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The launches of a pass over a batch of any size, from those over a few boxes. */
final class PassPlan {
  private static final int WIDE_COLUMNS = 64; // wider products take the wide tile

  /**
   * A launch.
   *
   * @param boxes that the rows belong to
   */
  record Planned(Shape shape, int rows, int boxes) {}

  private final Recording recorded;
  private final Limits limits;
  private final Map<Signature, Resources> resources;

  PassPlan(Recording recorded, Limits limits, Map<Signature, Resources> resources) {
    this.recorded = recorded;
    this.limits = limits;
    this.resources = resources;
  }

  /** How often each launch occurs. */
  Map<Planned, Integer> launches(int batch) {
    Map<Planned, Integer> times = new LinkedHashMap<>();
    for (int chunk : limits.chunks(batch)) {
      chunk(chunk).forEach(launch -> times.merge(launch, 1, Integer::sum));
    }
    return times;
  }

  private List<Planned> chunk(int boxes) {
    List<Planned> result = new ArrayList<>();
    int rowsPerBox = 1;
    for (Recording.Launch launch : recorded.launches()) {
      Shape shape = launch.shape();
      if (shape.signature().walks()) {
        rowsPerBox = launch.rows() / recorded.boxes();
        for (int range : limits.ranges(boxes, rowsPerBox)) {
          int rows = range * rowsPerBox;
          result.add(new Planned(shape.variant(isNarrow(shape, rows)), rows, range));
        }
      } else if (shape.signature() == Signature.TIGHTEN) { // after each walk
        limits.ranges(boxes, rowsPerBox).forEach(n -> result.add(new Planned(shape, n, n)));
      } else {
        result.add(new Planned(shape, boxes, boxes));
      }
    }
    return result;
  }

  /** As kernels.cuda.RowVerbs chooses. */
  private boolean isNarrow(Shape shape, int rows) {
    if (shape.signature() != Signature.BACK_AFFINE
        && shape.signature() != Signature.BACK_AFFINE_NARROW) {
      return false;
    }
    long wideBlocks = resources.get(Signature.BACK_AFFINE).blocks(shape, rows);
    return wideBlocks < H100.MULTIPROCESSORS || shape.word("inputs") <= WIDE_COLUMNS;
  }
}
