package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.network.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** The boxes of some of the samples that went up the network together. */
final class BoxPart {
  private final TrainingLane lane;
  private final GraphPass<Box> boxes;
  private final int from;
  private final int count;
  private final boolean isWhole;
  private final Map<Integer, Box> parts = new LinkedHashMap<>();

  BoxPart(TrainingLane lane, GraphPass<Box> boxes, int from, int count) {
    this.lane = lane;
    this.boxes = boxes;
    this.from = from;
    this.count = count;
    this.isWhole = count == boxes.samples();
  }

  int count() {
    return count;
  }

  /** Of these samples at a node. */
  Box at(int node) {
    if (isWhole) {
      return boxes.at(node);
    }
    return parts.computeIfAbsent(
        node,
        id -> {
          Box all = boxes.at(id);
          return new Box(
              lane.rows(all.centre(), from, count), lane.rows(all.radius(), from, count));
        });
  }

  /** The gradient by all boxes that went up with these, to be added to. */
  Box gradientOfAll(Node node) {
    return boxes.gradient(node);
  }

  /** The first of these among all. */
  int from() {
    return from;
  }
}
