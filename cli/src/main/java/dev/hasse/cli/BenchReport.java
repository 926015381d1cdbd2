package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Ceilings;
import dev.hasse.report.Axis;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import java.util.ArrayList;
import java.util.List;

/** A sweep as a report: boxes a second along the axis, and the roofline. */
final class BenchReport {
  private BenchReport() {}

  static Report of(BenchRun run, String axis, Provenance provenance) {
    return new Report(
        "Scaling with " + axis,
        provenance,
        List.of(
            new Section(
                "Boxes a second",
                List.of(
                    new Paragraph(
                        "Machine: " + run.machine() + ". Parameters: " + run.parameters()),
                    rates(run, axis))),
            new Section(
                "Roofline", List.of(new Paragraph(BenchTable.ceilings(run)), roofline(run)))));
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

  private static Plot roofline(BenchRun run) {
    List<Point> points = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (BenchPoint point : run.points()) {
      points.add(new Point(point.intensity(), point.gflops()));
      least = Math.min(least, point.intensity());
      most = Math.max(most, point.intensity());
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
