package dev.hasse.sweep;

import java.util.List;

/**
 * The radii that each input is asked about: either these, or the largest that is certified, found
 * by bisection.
 *
 * @param listed in this order, none twice; empty for a bisection
 * @param largest radius that a bisection tries
 * @param tolerance at which a bisection ends: the certified radius and the refused one are no
 *     farther apart
 */
public record Radii(List<Double> listed, double largest, double tolerance) {
  public Radii {
    listed = List.copyOf(listed);
    if (listed.isEmpty() == !(largest > 0 && tolerance > 0)) {
      throw new IllegalArgumentException(
          "either radii or a bisection, found "
              + listed
              + " and "
              + largest
              + " to a tolerance of "
              + tolerance);
    }
  }

  /** These radii. */
  public static Radii of(List<Double> listed) {
    return new Radii(listed, 0, 0);
  }

  /** The largest certified radius of each input. */
  public static Radii bisection(double largest, double tolerance) {
    return new Radii(List.of(), largest, tolerance);
  }

  /** Whether each input's largest certified radius is wanted. */
  public boolean isBisection() {
    return listed.isEmpty();
  }

  /** Questions an input. */
  int count() {
    return isBisection() ? 1 : listed.size();
  }
}
