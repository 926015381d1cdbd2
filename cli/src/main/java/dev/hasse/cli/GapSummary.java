package dev.hasse.cli;

import dev.hasse.domain.Guarantee;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of all boxes so far. */
final class GapSummary {
  private final List<GapStage> stages;
  private final Map<GapStage, List<Double>> gaps = new EnumMap<>(GapStage.class);
  private final Map<GapStage, Double> seconds = new EnumMap<>(GapStage.class);
  private final Map<GapStage, Guarantee> guarantees = new EnumMap<>(GapStage.class);
  private int boxes;
  private int solved;
  private long unstable;
  private long semidefiniteSolved;
  private long semidefiniteBounds;

  GapSummary(List<GapStage> stages) {
    this.stages = List.copyOf(stages);
    for (GapStage stage : stages) {
      gaps.put(stage, new ArrayList<>());
      seconds.put(stage, 0.0);
      guarantees.put(stage, Guarantee.RIGOROUS);
    }
  }

  void add(BoxGap box) {
    boxes++;
    solved += box.status() == SolveStatus.OPTIMAL ? 1 : 0;
    unstable += box.unstable();
    semidefiniteSolved += box.semidefiniteSolved();
    semidefiniteBounds += box.semidefinite().map(sdp -> sdp.rows().size()).orElse(0);
    for (GapStage stage : stages) {
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

  /** Bounds that the semidefinite relaxation gave with its tolerance reached. */
  long semidefiniteSolved() {
    return semidefiniteSolved;
  }

  /** Bounds that the semidefinite relaxation gave. */
  long semidefiniteBounds() {
    return semidefiniteBounds;
  }

  /** How far the semidefinite relaxation was solved. */
  String semidefiniteWords() {
    return String.format(
        Locale.ROOT,
        "%,d of its %,d bounds are solved to its tolerance",
        semidefiniteSolved,
        semidefiniteBounds);
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
