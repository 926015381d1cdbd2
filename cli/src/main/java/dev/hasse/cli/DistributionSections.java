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
import dev.hasse.sweep.store.MarginMethod;
import dev.hasse.sweep.store.SweepDistributions;
import dev.hasse.sweep.store.SweepDistributions.Bin;
import dev.hasse.sweep.store.SweepDistributions.GapQuantiles;
import dev.hasse.sweep.store.SweepDistributions.Quantiles;
import dev.hasse.sweep.store.SweepDistributions.Seconds;
import dev.hasse.sweep.store.SweepGroup;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gaps between methods and times of questions, as quantiles and histograms. */
final class DistributionSections {
  static final List<String> QUANTILES =
      List.of("questions", "least", "10 %", "median", "90 %", "99 %", "largest");

  private DistributionSections() {}

  static List<Section> of(SweepDistributions distributions) throws SQLException {
    return List.of(
        gaps(distributions.gaps(), distributions.gapBins()),
        seconds(distributions.seconds(), distributions.secondsBins()));
  }

  private static Section gaps(List<GapQuantiles> gaps, List<Bin> bins) {
    if (gaps.isEmpty()) {
      return new Section(
          "Gaps",
          List.of(
              new Paragraph(
                  "No question of a fixed radius has margins of two methods to compare.")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "By how much a method's margin exceeds that of a cheaper one, on the questions where"
                + " both are finite. Since a dearer method is asked only what the cheaper ones"
                + " left open, gaps to dearer methods speak of the harder questions."));
    Map<SweepGroup, String> names =
        AccuracySections.names(gaps.stream().map(GapQuantiles::group).toList());
    List<String> kinds = gaps.stream().map(GapQuantiles::gap).distinct().toList();
    if (kinds.stream().anyMatch(DistributionSections::isSemidefinite)) {
      blocks.add(
          new Paragraph(
              "The margins of sdp are bounds but no optima: it ends as soon as it knows whether it"
                  + " certifies a question, or at the timeout. So they may lie below those of lp,"
                  + " and the relaxation's own gap to exact may be smaller than what is shown."));
    }
    for (String kind : kinds) {
      blocks.add(byRadius(kind, gaps, names));
    }
    for (String kind : kinds) {
      blocks.add(
          new Plot(
              "Histogram of " + kind,
              "All radii together; each line has thirty bars over its own range.",
              Axis.linear("gap of margins"),
              Axis.linear("questions"),
              histograms(
                  bins.stream().filter(bin -> bin.name().equals(kind)).toList(),
                  bin -> names.get(bin.group()))));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (GapQuantiles gap : gaps) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(names.get(gap.group())));
      row.add(Cell.text(gap.gap()));
      row.add(AccuracySections.radius(gap.radius()));
      row.addAll(cells(gap.quantiles()));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("network and dataset", "gap", "radius"));
    header.addAll(QUANTILES);
    blocks.add(new Table("Quantiles of gaps", header, rows));
    return new Section("Gaps", blocks);
  }

  private static boolean isSemidefinite(String gap) {
    return gap.contains(MarginMethod.SDP.label());
  }

  private static Plot byRadius(
      String kind, List<GapQuantiles> gaps, Map<SweepGroup, String> names) {
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (GapQuantiles gap : gaps) {
      if (gap.gap().equals(kind)) {
        Quantiles of = gap.quantiles();
        lines
            .computeIfAbsent(names.get(gap.group()), name -> new ArrayList<>())
            .add(new Point(gap.radius(), of.median(), of.low(), of.high()));
      }
    }
    return new Plot(
        "Gap by radius: " + kind,
        "Medians, and bands from the first to the ninth decile.",
        Axis.linear("radius"),
        Axis.linear("gap of margins"),
        lines.entrySet().stream().map(e -> Series.line(e.getKey(), e.getValue())).toList());
  }

  private static Section seconds(List<Seconds> seconds, List<Bin> bins) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Seconds of : seconds) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(method(of.method())));
      row.addAll(cells(of.quantiles()));
      row.add(Cell.number(of.quantiles().total()));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("method"));
    header.addAll(QUANTILES);
    header.add("all together");
    return new Section(
        "Time",
        List.of(
            new Paragraph(
                "Seconds of a question, its share of the batches it was in, by the method that"
                    + " decided it or was tried last. A question pays for the cheaper methods that"
                    + " were tried before, too."),
            new Plot(
                "Seconds a question",
                "Five bars in each power of ten; questions of no time are left out.",
                Axis.logarithmic("seconds"),
                Axis.linear("questions"),
                histograms(bins, bin -> method(bin.name()))),
            new Table("Seconds a question by method", header, rows)));
  }

  private static String method(String name) {
    return name.isEmpty() ? "none asked" : name;
  }

  static List<Cell> cells(Quantiles of) {
    return List.of(
        Cell.number(of.count()),
        Cell.number(of.least()),
        Cell.number(of.low()),
        Cell.number(of.median()),
        Cell.number(of.high()),
        Cell.number(of.highest()),
        Cell.number(of.largest()));
  }

  /** A series for each name; where bars are missing the level goes down to zero. */
  static List<Series> histograms(List<Bin> bins, Function<Bin, String> naming) {
    Map<String, List<Bin>> byName = new LinkedHashMap<>();
    for (Bin bin : bins) {
      byName.computeIfAbsent(naming.apply(bin), name -> new ArrayList<>()).add(bin);
    }
    return byName.entrySet().stream()
        .map(entry -> Series.steps(entry.getKey(), outline(entry.getValue())))
        .toList();
  }

  private static List<Point> outline(List<Bin> bins) {
    List<Point> outline = new ArrayList<>();
    outline.add(new Point(bins.get(0).from(), 0));
    for (int b = 0; b < bins.size(); b++) {
      Bin bin = bins.get(b);
      outline.add(new Point(bin.from(), bin.count()));
      // Edges are rounded, so that those of neighbours may differ by a hair.
      double slack = (bin.to() - bin.from()) / 2;
      if (b + 1 == bins.size() || bins.get(b + 1).from() > bin.to() + slack) {
        outline.add(new Point(bin.to(), 0));
      }
    }
    return outline;
  }
}
