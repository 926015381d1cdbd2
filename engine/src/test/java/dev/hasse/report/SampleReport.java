package dev.hasse.report;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A report with every kind of block, and with texts and numbers that could do harm. */
final class SampleReport {
  /** Ends scripts and elements, begins comments, loads images, breaks lines of scripts. */
  static final String HOSTILE =
      "</script><script>document.documentElement.dataset.error='ran'</script><!-- \"'&amp;"
          + "<img src=x onerror=\"document.documentElement.dataset.error='loaded'\">"
          + "\u2028\u2029]]>{a}%s\\";

  /** What a log scale cannot hold, in the middle of what it can. */
  static final List<Point> AWKWARD =
      List.of(
          new Point(1, 10),
          new Point(2, 0),
          new Point(3, 1e-3),
          new Point(4, NaN),
          new Point(5, POSITIVE_INFINITY),
          new Point(6, -1),
          new Point(NaN, 1),
          new Point(7, 2, 0, 3),
          new Point(8, 4, 3, POSITIVE_INFINITY),
          new Point(9, 5, 4, 6),
          new Point(10, 1e-9),
          new Point(NEGATIVE_INFINITY, 2));

  private SampleReport() {}

  static Report report() {
    return new Report(
        "Cost of relaxations on mnist-small",
        provenance(),
        List.of(
            new Section(
                "Gap by depth",
                List.of(
                    new Paragraph(
                        "How much wider than the exact bounds each method's bounds are, over 100"
                            + " boxes: medians, and from the first to the ninth decile."),
                    byDepth(),
                    table())),
            new Section("Gap by radius", List.of(byRadius(), scattered())),
            new Section(
                "Awkward",
                List.of(awkward(), hostile(), nothing(), hostileTable(), crowded(), constant()))));
  }

  static Provenance provenance() {
    return new Provenance(
        "hasse cost depth --network 'my net.onnx' --radius 0.02 --count 100 --seed 7 --report"
            + " out.html",
        "0.1.0-SNAPSHOT",
        "OpenJDK 64-Bit Server VM 17.0.15+6",
        "Linux 6.1, amd64",
        "cpu (OpenBLAS 0.3.19, HASWELL)",
        Instant.parse("2026-11-22T06:30:00Z"));
  }

  /** Lines with bands, logarithmic. */
  static Plot byDepth() {
    return new Plot(
        "Median gap by depth",
        "Interval bounds grow by a constant factor with each layer; the triangle's much less.",
        Axis.linear("Hidden layers"),
        Axis.logarithmic("Gap to the exact bounds (factor)"),
        List.of(
            banded("interval arithmetic", d -> Math.pow(4.5, d)),
            banded("CROWN", d -> Math.pow(1.9, d)),
            banded("linear program over triangles", d -> Math.pow(1.3, d))));
  }

  private static Series banded(String name, DoubleUnaryOperator median) {
    List<Point> points = new ArrayList<>();
    for (int depth = 1; depth <= 9; depth++) {
      double y = median.applyAsDouble(depth);
      points.add(new Point(depth, y, y * 0.6, y * 1.9));
    }
    return Series.line(name, points);
  }

  /** Many lines, both axes logarithmic. */
  static Plot byRadius() {
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < 7; s++) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i <= 20; i++) {
        double radius = 1e-4 * Math.pow(10, i / 5.0);
        points.add(new Point(radius, Math.pow(radius, 1 + s * 0.15) * 1e3));
      }
      series.add(Series.line("element " + s + (s == 3 ? ", layer 2 of the lattice" : ""), points));
    }
    return new Plot(
        "Width by radius", "", Axis.logarithmic("Radius (ℓ∞)"), Axis.logarithmic("Width"), series);
  }

  /** Points with bars. */
  static Plot scattered() {
    List<Point> some = new ArrayList<>();
    List<Point> others = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double x = i * 0.37 % 3;
      some.add(new Point(x, -0.2 + Math.sin(x), -0.4 + Math.sin(x), 0.3 + Math.sin(x)));
      others.add(new Point(i * 0.11, 0.9 * Math.cos(i)));
    }
    return new Plot(
        "Margins of single images",
        "",
        Axis.linear("Distance from the boundary"),
        Axis.linear("Margin"),
        List.of(Series.points("certified", some), Series.points("undecided", others)));
  }

  static Plot awkward() {
    return new Plot(
        "What cannot be drawn",
        "",
        Axis.linear("x"),
        Axis.logarithmic("y"),
        List.of(Series.line("li\u0001ne \uD800", AWKWARD), Series.points("points", AWKWARD)));
  }

  static Plot hostile() {
    List<Point> points = List.of(new Point(0, 1), new Point(1, 2, 1, 3));
    return new Plot(
        HOSTILE,
        HOSTILE,
        Axis.linear(HOSTILE),
        Axis.linear(HOSTILE),
        List.of(Series.line(HOSTILE, points), Series.points(HOSTILE + "2", points)));
  }

  static Plot nothing() {
    return new Plot(
        "Nothing to draw",
        "",
        Axis.linear("x"),
        Axis.logarithmic("y"),
        List.of(Series.line("zero", List.of(new Point(1, 0)))));
  }

  /** More lines than there are colours, along whole numbers. */
  static Plot crowded() {
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < 14; s++) {
      List<Point> points = new ArrayList<>();
      for (int x = 0; x < 4; x++) {
        points.add(new Point(x, x + 10 * s));
      }
      series.add(Series.line("box " + s, points));
    }
    return new Plot("Many lines", "", Axis.whole("neurons"), Axis.linear("gap"), series);
  }

  static Plot constant() {
    return new Plot(
        "Constants and extremes",
        "",
        Axis.logarithmic("x"),
        Axis.linear("y"),
        List.of(
            Series.line("constant", List.of(new Point(1e-150, 7), new Point(1e150, 7))),
            Series.points("single", List.of(new Point(1, 7)))));
  }

  private static Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int depth = 1; depth <= 5; depth++) {
      rows.add(
          List.of(
              Cell.text("depth " + depth),
              Cell.number(100L * depth),
              Cell.number(Math.pow(4.5, depth) / 7),
              Cell.number(Math.pow(1.9, depth) / 7),
              Cell.number(Math.pow(1.3, depth) * 1e-7),
              Cell.number(depth == 3 ? NaN : 1.0 / depth),
              Cell.text("triangles at layers 1 to " + depth)));
    }
    return new Table(
        "Median gaps of 100 boxes",
        List.of("Network", "Boxes", "Interval", "CROWN", "Smallest", "LP", "Element"),
        rows);
  }

  static Table hostileTable() {
    return new Table(
        HOSTILE,
        List.of("text", HOSTILE),
        List.of(
            List.of(Cell.text("tab\tand\nline"), Cell.number(0.1 + 0.2)),
            List.of(Cell.text(HOSTILE), Cell.text("\uD800\u0000"))));
  }
}
