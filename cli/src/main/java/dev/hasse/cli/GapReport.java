package dev.hasse.cli;

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
import java.util.stream.IntStream;

/** {@code gap} as a report: gaps by method, walks, tables. */
final class GapReport {
  /** More lines than this cannot be told apart in one plot. */
  private static final int MOST_WALKS = 12;

  private GapReport() {}

  static Report of(
      GapHeader header, Provenance provenance, List<BoxGap> boxes, GapSummary summary) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "Gap by method",
            List.of(
                new Paragraph(
                    "The gap of a method is the largest distance, over a box's outputs, of its"
                        + " bounds to the best values that the network is known to take. It is"
                        + " never below the gap to the exact range, and equals it, up to the"
                        + " solver's tolerance, in the "
                        + summary.solved()
                        + " of "
                        + summary.boxes()
                        + " boxes whose status is OPTIMAL. Element: "
                        + header.element().text()
                        + ". Solver: "
                        + header.solver()
                        + "."
                        + semidefinite(header, summary)),
                methods(header, boxes),
                summaries(header, summary))));
    if (header.walk()) {
      sections.add(new Section("Down the lattice", walks(boxes)));
    }
    sections.add(new Section("Boxes", List.of(table(header, boxes))));
    return new Report("Gap of " + header.network(), provenance, sections);
  }

  private static String semidefinite(GapHeader header, GapSummary summary) {
    return header.isSemidefinite()
        ? " Method sdp is the semidefinite relaxation, whose bounds those after it do not know; "
            + summary.semidefiniteWords()
            + "."
        : "";
  }

  private static Plot methods(GapHeader header, List<BoxGap> boxes) {
    List<Series> series = new ArrayList<>();
    for (GapStage stage : header.distinctStages()) {
      series.add(
          Series.points(
              stage.label(),
              IntStream.range(0, boxes.size())
                  .mapToObj(b -> new Point(b, boxes.get(b).gap(stage)))
                  .toList()));
    }
    return new Plot(
        "Gap by method and box",
        "Each method's gap in each box.",
        Axis.whole("box"),
        Axis.logarithmic("gap"),
        series);
  }

  private static Table summaries(GapHeader header, GapSummary summary) {
    List<List<Cell>> rows = new ArrayList<>();
    for (GapStage stage : header.distinctStages()) {
      rows.add(
          List.of(
              Cell.text(stage.label()),
              gap(summary.mean(stage)),
              gap(summary.median(stage)),
              gap(summary.max(stage)),
              Cell.number(header.seconds(summary, stage)),
              Cell.text(Words.of(summary.guarantee(stage)))));
    }
    return new Table(
        "Gaps over all boxes",
        List.of("method", "mean", "median", "largest", "seconds", "guarantee"),
        rows);
  }

  private static List<Block> walks(List<BoxGap> boxes) {
    int shown = Math.min(boxes.size(), MOST_WALKS);
    List<Series> byNeurons = new ArrayList<>();
    List<Series> bySeconds = new ArrayList<>();
    for (int b = 0; b < shown; b++) {
      List<Point> neurons = new ArrayList<>();
      List<Point> seconds = new ArrayList<>();
      boxes
          .get(b)
          .walk()
          .steps()
          .forEach(
              step -> {
                neurons.add(new Point(step.binaries(), step.gap()));
                seconds.add(new Point(step.seconds(), step.gap()));
              });
      byNeurons.add(Series.line("box " + b, neurons));
      bySeconds.add(Series.line("box " + b, seconds));
    }
    String which = shown < boxes.size() ? " The first " + shown + " boxes." : "";
    Axis gap = Axis.logarithmic("gap");
    return List.of(
        new Plot(
            "Gap by exact neurons",
            "From the top, where every unstable neuron is linearised, to the network." + which,
            Axis.whole("unstable neurons kept exact"),
            gap,
            byNeurons),
        new Plot("Gap by time", "The same steps." + which, Axis.linear("seconds"), gap, bySeconds));
  }

  private static Table table(GapHeader header, List<BoxGap> boxes) {
    List<String> names = new ArrayList<>(List.of("box", "unstable neurons"));
    header.distinctStages().forEach(stage -> names.add(stage.label()));
    names.add("status");
    List<List<Cell>> rows = new ArrayList<>();
    for (int b = 0; b < boxes.size(); b++) {
      BoxGap box = boxes.get(b);
      List<Cell> row = new ArrayList<>();
      row.add(Cell.number(b));
      row.add(Cell.number(box.unstable()));
      for (GapStage stage : header.distinctStages()) {
        row.add(gap(box.gap(stage)));
      }
      row.add(Cell.text(box.status().name()));
      rows.add(row);
    }
    return new Table("Gap of each box", names, rows);
  }

  private static Cell gap(double value) {
    return Cell.number(value, Numbers.upper(value));
  }
}
