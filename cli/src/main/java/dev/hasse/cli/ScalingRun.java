package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import java.util.List;

/**
 * The points along one axis.
 *
 * @param axis what they differ in
 * @param parts at least one, each with points and the ceilings measured between them; several where
 *     several processes ran
 */
record ScalingRun(ScalingAxis axis, List<BenchRun> parts) {
  ScalingRun {
    parts = List.copyOf(parts);
  }

  /** All points, with machine and ceilings of the last part. */
  BenchRun whole() {
    return merged(parts);
  }

  /** All points of these runs, with machine and ceilings of the last part of the first. */
  static BenchRun whole(List<ScalingRun> runs) {
    BenchRun first = runs.get(0).whole();
    List<BenchPoint> points = runs.stream().flatMap(run -> run.whole().points().stream()).toList();
    return new BenchRun(
        first.command(), first.machine(), first.parameters(), first.ceilings(), points);
  }

  BenchTable table() {
    String name = axis.toString();
    return new BenchTable("boxes", List.of(name), point -> List.of(point.parameters().get(name)));
  }

  private static BenchRun merged(List<BenchRun> parts) {
    BenchRun last = parts.get(parts.size() - 1);
    List<BenchPoint> points = parts.stream().flatMap(part -> part.points().stream()).toList();
    return new BenchRun(last.command(), last.machine(), last.parameters(), last.ceilings(), points);
  }
}
