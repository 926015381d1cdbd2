package dev.hasse.cli;

import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import dev.hasse.report.Table;
import dev.hasse.sweep.store.SweepComparison.Pair;
import dev.hasse.sweep.store.SweepGroup;
import dev.hasse.sweep.store.WilsonInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two sweeps side by side, on the questions that both answered. */
final class ComparisonSection {
  private ComparisonSection() {}

  /**
   * @param first name of the sweep that the report is of
   * @param second name of the other, different from the first
   * @param pairs at least one
   */
  static Section of(String first, String second, List<Pair> pairs) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "Only questions that both sweeps answered count here: the same network file, dataset,"
                + " input, radius, input domain and seed. First: "
                + first
                + ". Second: "
                + second
                + ". The chance is that of McNemar's exact test: how likely so uneven a split of"
                + " the questions that only one certifies would be, if either were as likely."));
    long contradictions = pairs.stream().mapToLong(Pair::contradictions).sum();
    if (contradictions > 0) {
      blocks.add(
          new Paragraph(
              "Contradictions: "
                  + contradictions
                  + " questions are certified by one sweep and violated by the other. One of the"
                  + " two is wrong."));
    }
    blocks.addAll(plots(first, second, pairs));
    blocks.add(accuracies(pairs));
    return new Section("Comparison", blocks);
  }

  private static List<Block> plots(String first, String second, List<Pair> pairs) {
    Map<SweepGroup, List<Pair>> groups = new LinkedHashMap<>();
    pairs.forEach(p -> groups.computeIfAbsent(p.group(), group -> new ArrayList<>()).add(p));
    Map<SweepGroup, String> names =
        AccuracySections.names(pairs.stream().map(Pair::group).toList());
    List<Block> plots = new ArrayList<>();
    groups.forEach(
        (group, its) -> {
          List<Point> one = new ArrayList<>();
          List<Point> other = new ArrayList<>();
          for (Pair pair : its) {
            one.add(point(pair, pair.first()));
            other.add(point(pair, pair.second()));
          }
          plots.add(
              new Plot(
                  "Both sweeps: " + names.get(group),
                  "Certified among the common questions.",
                  Axis.linear("radius"),
                  Axis.linear("certified accuracy"),
                  List.of(Series.line(first, one), Series.line(second, other))));
        });
    return plots;
  }

  private static Point point(Pair pair, long certified) {
    return AccuracySections.point(pair.radius(), new WilsonInterval(certified, pair.common()));
  }

  private static Table accuracies(List<Pair> pairs) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Pair pair : pairs) {
      rows.add(
          List.of(
              Cell.text(pair.group().label()),
              AccuracySections.radius(pair.radius()),
              Cell.number(pair.common()),
              AccuracySections.percent((double) pair.first() / pair.common()),
              AccuracySections.percent((double) pair.second() / pair.common()),
              AccuracySections.percent(pair.difference()),
              Cell.number(pair.onlyFirst()),
              Cell.number(pair.onlySecond()),
              Cell.number(pair.chance()),
              Cell.number(pair.contradictions()),
              Cell.number(pair.firstSeconds()),
              Cell.number(pair.secondSeconds()),
              Cell.number(pair.speed())));
    }
    return new Table(
        "Common questions",
        List.of(
            "network and dataset",
            "radius",
            "questions",
            "first",
            "second",
            "difference",
            "only first",
            "only second",
            "chance",
            "contradictions",
            "seconds of first",
            "seconds of second",
            "times faster"),
        rows);
  }
}
