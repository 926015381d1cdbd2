package dev.hasse.cli;

import dev.hasse.domain.Guarantee;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is known of all boxes so far. */
final class GapSummary {
  private final Map<GapStage, List<Double>> gaps = new EnumMap<>(GapStage.class);
  private final Map<GapStage, Double> seconds = new EnumMap<>(GapStage.class);
  private final Map<GapStage, Guarantee> guarantees = new EnumMap<>(GapStage.class);
  private int boxes;
  private int solved;
  private long unstable;

  GapSummary() {
    for (GapStage stage : GapStage.values()) {
      gaps.put(stage, new ArrayList<>());
      seconds.put(stage, 0.0);
      guarantees.put(stage, Guarantee.RIGOROUS);
    }
  }

  void add(BoxGap box) {
    boxes++;
    solved += box.status() == SolveStatus.OPTIMAL ? 1 : 0;
    unstable += box.unstable();
    for (GapStage stage : GapStage.values()) {
      gaps.get(stage).add(box.gap(stage));
      seconds.merge(stage, box.seconds().get(stage), Double::sum);
      for (OutputGap output : box.outputs()) {
        guarantees.merge(stage, output.guarantees().get(stage), Guarantee::and);
      }
    }
  }

  int boxes() {
    return boxes;
  }

  /** Boxes of which every output's range is exact. */
  int solved() {
    return solved;
  }

  /** Unstable neurons a box. */
  double meanUnstable() {
    return (double) unstable / boxes;
  }

  double mean(GapStage stage) {
    return gaps.get(stage).stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** Of an even number the mean of the middle two. */
  double median(GapStage stage) {
    List<Double> sorted = gaps.get(stage).stream().sorted().toList();
    int size = sorted.size();
    return size == 0 ? 0 : sorted.get((size - 1) / 2) / 2 + sorted.get(size / 2) / 2;
  }

  double max(GapStage stage) {
    return gaps.get(stage).stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** Time of all boxes together; solves of several boxes ran side by side. */
  double seconds(GapStage stage) {
    return seconds.get(stage);
  }

  /** The weakest of all bounds of a stage. */
  Guarantee guarantee(GapStage stage) {
    return guarantees.get(stage);
  }
}
