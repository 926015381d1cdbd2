package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Ceilings;
import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import dev.hasse.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measurements as a page: a plot and a table along each axis, and rooflines. */
final class BenchReport {
  private BenchReport() {}

  static Report of(List<ScalingRun> runs, Provenance provenance) {
    List<Section> sections = new ArrayList<>();
    for (ScalingRun run : runs) {
      List<Block> blocks = new ArrayList<>(facts(run.whole()));
      blocks.add(rates(run.whole(), run.axis().toString()));
      blocks.add(table(run.table(), run.parts()));
      blocks.add(roofline(run.whole()));
      sections.add(new Section("Boxes a second by " + run.axis(), blocks));
    }
    return new Report("Scaling", provenance, sections);
  }

  static Report ofStages(BenchRun run, BenchTable table, Provenance provenance) {
    List<Block> blocks = new ArrayList<>(facts(run));
    blocks.add(table(table, List.of(run)));
    if (run.points().stream().anyMatch(point -> point.flops() > 0)) {
      blocks.add(roofline(run));
    }
    return new Report(
        "Stages of certification", provenance, List.of(new Section("Stages", blocks)));
  }

  private static List<Block> facts(BenchRun run) {
    return List.of(
        pairs("Parameters", run.parameters()),
        pairs("Machine", run.machine()),
        new Paragraph(BenchTable.ceilings(run)));
  }

  private static Table pairs(String caption, Map<String, String> values) {
    return new Table(
        caption,
        List.of("name", "value"),
        values.entrySet().stream()
            .map(entry -> List.of(Cell.text(entry.getKey()), Cell.text(entry.getValue())))
            .toList());
  }

  private static Table table(BenchTable table, List<BenchRun> runs) {
    List<List<Cell>> rows = new ArrayList<>();
    for (BenchRun run : runs) {
      for (BenchPoint point : run.points()) {
        rows.add(
            table.cells(point, run.ceilings().orElseThrow()).stream().map(Cell::text).toList());
      }
    }
    return new Table("Medians of the samples", table.header(), rows);
  }

  private static Plot rates(BenchRun run, String axis) {
    List<Point> points = new ArrayList<>();
    for (BenchPoint point : run.points()) {
      points.add(
          new Point(
              Double.parseDouble(point.parameters().get(axis)),
              point.perSecond(),
              point.count() / point.seconds().quantile(0.75),
              point.count() / point.seconds().quantile(0.25)));
    }
    Axis along =
        axis.equals("batch") || axis.equals("width") ? Axis.logarithmic(axis) : Axis.linear(axis);
    return new Plot(
        "Boxes a second by " + axis,
        "Medians with quartiles.",
        along,
        Axis.logarithmic("boxes / s"),
        List.of(Series.line("boxes / s", points)));
  }

  /** Of the points whose operations are counted. */
  private static Plot roofline(BenchRun run) {
    List<Point> points = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (BenchPoint point : run.points()) {
      if (point.flops() > 0) {
        points.add(new Point(point.intensity(), point.gflops()));
        least = Math.min(least, point.intensity());
        most = Math.max(most, point.intensity());
      }
    }
    Ceilings ceilings = run.ceilings().orElseThrow();
    double ridge = ceilings.sgemmGflops().median() / ceilings.copyGigabytes().median();
    double from = Math.min(least, ridge) / 2;
    double to = 2 * Math.max(most, ridge);
    return new Plot(
        "Roofline",
        "Nominal operations for each byte of the least traffic, against nominal speed; above the"
            + " roof where work is saved.",
        Axis.logarithmic("FLOP / byte"),
        Axis.logarithmic("GFLOP / s"),
        List.of(
            Series.line(
                "memory copy",
                List.of(
                    new Point(from, ceilings.roof(from)), new Point(ridge, ceilings.roof(ridge)))),
            Series.line(
                "sgemm",
                List.of(new Point(ridge, ceilings.roof(ridge)), new Point(to, ceilings.roof(to)))),
            Series.points("measured", points)));
  }
}
