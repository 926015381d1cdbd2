package dev.hasse.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plot in words and numbers: its text alternative, what it leaves out, and its data. */
final class PlotWords {
  private final Plot plot;

  PlotWords(Plot plot) {
    this.plot = plot;
  }

  /** What somebody who does not see the plot is told. */
  String alternative() {
    String series =
        plot.series().stream().map(this::seriesInWords).collect(Collectors.joining("; "));
    return String.format(
        "Plot: %s. %s against %s. %s.",
        plot.title(),
        axisInWords(plot.y()),
        axisInWords(plot.x()),
        series.isEmpty() ? "No series" : series);
  }

  private static String axisInWords(Axis axis) {
    return axis.label() + (axis.isLogarithmic() ? " (logarithmic)" : "");
  }

  private String seriesInWords(Series series) {
    List<Point> drawn = series.points().stream().filter(plot::isDrawn).toList();
    String name = series.name() + ": ";
    if (drawn.isEmpty()) {
      return name + "no point";
    }
    return name
        + kind(series.mark())
        + (drawn.size() == 1 ? "1 point" : drawn.size() + " points")
        + (series.hasBand() ? " with a band" : "")
        + ", from "
        + at(drawn.get(0))
        + " to "
        + at(drawn.get(drawn.size() - 1))
        + ", least "
        + Cell.rounded(drawn.stream().mapToDouble(Point::y).min().orElseThrow())
        + ", greatest "
        + Cell.rounded(drawn.stream().mapToDouble(Point::y).max().orElseThrow());
  }

  private static String kind(Series.Mark mark) {
    return switch (mark) {
      case LINE -> "line through ";
      case POINTS -> "";
      case STEPS -> "histogram by steps at ";
    };
  }

  private static String at(Point point) {
    return Cell.rounded(point.y()) + " at " + Cell.rounded(point.x());
  }

  /** A sentence that counts what is not drawn, by reason; empty where all is. */
  Optional<String> omissions() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    int points = 0;
    for (Series series : plot.series()) {
      for (Point point : series.points()) {
        points++;
        remark(series, point).ifPresent(why -> counts.merge(why, 1, Integer::sum));
      }
    }
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    String reasons =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
            .collect(Collectors.joining(", "));
    return Optional.of("Not or not fully drawn, of " + points + " in all: " + reasons + ".");
  }

  private Optional<String> remark(Series series, Point point) {
    return plot.obstacle(point)
        .or(() -> series.hasBand() ? plot.bandObstacle(point) : Optional.empty());
  }

  /** All points, also those that are not drawn, with the reason. */
  Table data() {
    boolean bands = plot.series().stream().anyMatch(Series::hasBand);
    boolean remarks = omissions().isPresent();
    List<String> header = new ArrayList<>(List.of("Series", plot.x().label(), plot.y().label()));
    if (bands) {
      header.addAll(List.of("Lower", "Upper"));
    }
    if (remarks) {
      header.add("Not drawn");
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Series series : plot.series()) {
      for (Point point : series.points()) {
        rows.add(row(series, point, bands, remarks));
      }
    }
    return new Table("Data of the plot: " + plot.title(), header, rows);
  }

  private List<Cell> row(Series series, Point point, boolean bands, boolean remarks) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.text(series.name()));
    cells.add(Cell.number(point.x()));
    cells.add(Cell.number(point.y()));
    if (bands) {
      cells.add(series.hasBand() ? Cell.number(point.lower()) : Cell.text(""));
      cells.add(series.hasBand() ? Cell.number(point.upper()) : Cell.text(""));
    }
    if (remarks) {
      cells.add(Cell.text(remark(series, point).orElse("")));
    }
    return cells;
  }
}
