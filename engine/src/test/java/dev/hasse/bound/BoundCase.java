package dev.hasse.bound;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.RandomNetwork;
import dev.hasse.judge.SegmentPoints;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small random network, boxes of its input, objectives on its outputs, and exact outputs at
 * points of each box.
 */
record BoundCase(
    String name,
    Network network,
    BoxBatch boxes,
    Objectives objectives,
    List<List<Dyadic[]>> outputs) {
  static final int BOXES = 4;
  private static final int NETWORKS = 200;

  /** Made once for all backends and tests. */
  private static final List<BoundCase> ALL =
      IntStream.range(0, NETWORKS).mapToObj(BoundCase::of).toList();

  static List<BoundCase> all() {
    return ALL;
  }

  private static BoundCase of(int number) {
    String name = "network " + number + ", seed " + Numbers.SEED;
    Numbers numbers = new Numbers("boxes of " + name);
    Style style = number % 8 == 0 ? Style.INTEGERS : Style.DOUBLES;
    Network network = RandomNetwork.of(name, 1 + number % 4, style);
    BoxBatch boxes = numbers.boxes(BOXES, network.inputs(), style);
    ExactNetwork exact = new ExactNetwork(network);
    List<List<Dyadic[]>> outputs = new ArrayList<>();
    for (int b = 0; b < BOXES; b++) {
      outputs.add(
          pointsOf(network, boxes.slice(b, b + 1), numbers).stream().map(exact::outputs).toList());
    }
    Objectives objectives = numbers.objectives(BOXES, network.outputs(), style);
    return new BoundCase(name, network, boxes, objectives, outputs);
  }

  /** Two segments through the box: between opposite corners, and between two random points. */
  private static List<double[]> pointsOf(Network network, BoxBatch box, Numbers numbers) {
    List<double[]> points = new ArrayList<>();
    points.addAll(new SegmentPoints(network, box.lower(), box.upper()).points());
    points.addAll(
        new SegmentPoints(network, numbers.pointsIn(box), numbers.pointsIn(box)).points());
    return points;
  }
}
