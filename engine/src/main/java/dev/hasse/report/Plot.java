package dev.hasse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Series over two axes.
 *
 * @param title what is shown, in a few words
 * @param caption what to see in it, a sentence or two; may be empty
 * @param x the first axis
 * @param y the second axis
 * @param series each with a name of its own
 */
public record Plot(String title, String caption, Axis x, Axis y, List<Series> series)
    implements Block {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when two series share a name
   */
  public Plot {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(caption, "caption");
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    series = List.copyOf(series);
    if (series.stream().map(Series::name).distinct().count() < series.size()) {
      throw new IllegalArgumentException("two series of the plot '" + title + "' share a name");
    }
  }

  /** Why {@code point} is not drawn; empty where it is. */
  Optional<String> obstacle(Point point) {
    return x.obstacle(point.x())
        .map(why -> "x is " + why)
        .or(() -> y.obstacle(point.y()).map(why -> "y is " + why));
  }

  /** Why the band of {@code point} is not drawn although the point is; empty otherwise. */
  Optional<String> bandObstacle(Point point) {
    if (obstacle(point).isPresent()) {
      return Optional.empty();
    }
    return y.obstacle(point.lower())
        .map(why -> "lower is " + why)
        .or(() -> y.obstacle(point.upper()).map(why -> "upper is " + why));
  }

  boolean isDrawn(Point point) {
    return obstacle(point).isEmpty();
  }

  boolean isEmpty() {
    return series.stream().flatMap(s -> s.points().stream()).noneMatch(this::isDrawn);
  }

  /**
   * The stretches of a series' band: its points in order, cut where a band has a gap.
   *
   * @return lists of one point or more, all of which can be drawn
   */
  List<List<Point>> bandStretches(Series of) {
    List<List<Point>> stretches = new ArrayList<>();
    List<Point> stretch = new ArrayList<>();
    for (Point point : of.hasBand() ? of.points() : List.<Point>of()) {
      if (isDrawn(point) && bandObstacle(point).isEmpty()) {
        stretch.add(point);
      } else if (!stretch.isEmpty()) {
        stretches.add(stretch);
        stretch = new ArrayList<>();
      }
    }
    if (!stretch.isEmpty()) {
      stretches.add(stretch);
    }
    return stretches;
  }
}
