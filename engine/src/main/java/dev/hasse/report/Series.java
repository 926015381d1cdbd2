package dev.hasse.report;

import java.util.List;
import java.util.Objects;

/**
 * A named series of points.
 *
 * @param name as the legend shows it
 * @param mark how the points are drawn
 * @param points in the order a line connects them
 */
public record Series(String name, Mark mark, List<Point> points) {
  /** How points are drawn. */
  public enum Mark {
    /** A line through the points; their band is an area. */
    LINE,
    /** Single points; their band is a bar at each. */
    POINTS,
    /**
     * The outline of a histogram, filled: from each point level to the place of the next, so that a
     * point is a bar's left edge and height, and the last one ends the last bar at height 0.
     */
    STEPS
  }

  /** Copies the list. */
  public Series {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mark, "mark");
    points = List.copyOf(points);
  }

  /** A line through the points. */
  public static Series line(String name, List<Point> points) {
    return new Series(name, Mark.LINE, points);
  }

  /** Single points. */
  public static Series points(String name, List<Point> points) {
    return new Series(name, Mark.POINTS, points);
  }

  /** A histogram; see {@link Mark#STEPS}. */
  public static Series steps(String name, List<Point> points) {
    return new Series(name, Mark.STEPS, points);
  }

  boolean hasBand() {
    return points.stream().anyMatch(Point::hasBand);
  }
}
