package dev.hasse.bound;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import java.util.Arrays;

/**
 * A batch of subproblems of branch and bound: input boxes, each cut down to the points where the
 * pre-activations of ReLUs lie within given bounds, and the linear forms that are to be bounded
 * there, of the outputs or of another node.
 *
 * @param boxes one a region
 * @param known for each node bounds of its values, one box a region, or null where nothing is known
 * @param tightens whether rows tighten the bounds of nodes; else these are as known
 * @param target node whose values the forms are of; nodes after it are left out
 * @param objectives forms of each region
 * @param parameters to begin the ascent with, by node, {@code [row][neuron]} flat, as {@link
 *     RegionBounds#parameters} has them; null for the adaptive slopes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Regions(
    BoxBatch boxes,
    BoxBatch[] known,
    boolean tightens,
    int target,
    Objectives objectives,
    float[][] parameters) {

  /** Whole boxes, of which nothing more is known. */
  public static Regions whole(int nodes, BoxBatch boxes, Objectives objectives) {
    return new Regions(boxes, new BoxBatch[nodes], true, nodes - 1, objectives, null);
  }

  public int count() {
    return boxes.count();
  }

  /** The regions {@code from} (included) to {@code to} (excluded). */
  Regions slice(int from, int to) {
    BoxBatch[] some = new BoxBatch[known.length];
    float[][] start = parameters == null ? null : new float[known.length][];
    int rows = objectives.start(count());
    for (int id = 0; id < known.length; id++) {
      some[id] = known[id] == null ? null : known[id].slice(from, to);
      if (start != null && parameters[id] != null) {
        int width = parameters[id].length / rows;
        start[id] =
            Arrays.copyOfRange(
                parameters[id], objectives.start(from) * width, objectives.start(to) * width);
      }
    }
    return new Regions(
        boxes.slice(from, to), some, tightens, target, objectives.slice(from, to), start);
  }
}
