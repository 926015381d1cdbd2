package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.SampleComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The points of two runs side by side. Every point of either run is in exactly one of the lists.
 *
 * @param timed points with equal names, parameters and answers
 * @param changed points with equal names and parameters whose answers differ; their work may, too,
 *     so their times are not compared
 * @param missing keys of points of the first run alone
 * @param added keys of points of the second run alone
 */
record RunComparison(
    List<Timed> timed, List<Changed> changed, List<String> missing, List<String> added) {
  /** The answer of a stage that says how many questions it decided. */
  static final String DECIDED = "decided";

  /** A point of both runs, and how many times as long it takes in the second. */
  record Timed(BenchPoint before, BenchPoint after, SampleComparison seconds) {}

  /** A point of both runs with other answers. */
  record Changed(BenchPoint before, BenchPoint after) {
    /** How many more questions the second run's stage leaves open, all before it included. */
    int leftOpenMore() {
      return leftOpen(after) - leftOpen(before);
    }

    private static int leftOpen(BenchPoint stage) {
      return stage.count() - stage.answers().getOrDefault(DECIDED, stage.count());
    }
  }

  static RunComparison of(BenchRun before, BenchRun after) {
    Map<String, BenchPoint> left = new LinkedHashMap<>();
    before.points().forEach(point -> left.put(point.key(), point));
    List<Timed> timed = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    for (BenchPoint point : after.points()) {
      BenchPoint other = left.remove(point.key());
      if (other == null) {
        added.add(point.key());
      } else if (other.answers().equals(point.answers())) {
        timed.add(new Timed(other, point, SampleComparison.of(other.seconds(), point.seconds())));
      } else {
        changed.add(new Changed(other, point));
      }
    }
    return new RunComparison(timed, changed, List.copyOf(left.keySet()), added);
  }

  /** Whether a point takes longer, by more than a threshold, or a stage leaves more open. */
  boolean isRegression(double threshold) {
    return timed.stream().anyMatch(point -> point.seconds().isRegression(threshold))
        || changed.stream().anyMatch(point -> point.leftOpenMore() > 0);
  }

  /** Whether the runs have no point in common. */
  boolean isEmpty() {
    return timed.isEmpty() && changed.isEmpty();
  }
}
