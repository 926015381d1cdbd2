package dev.hasse.compute.reference;

import dev.hasse.compute.training.Box;

/**
 * Boxes and rows through a ReLU, and their derivatives. With centre c and radius r of an unstable
 * neuron the chord above is {@code s z + t}, {@code s = u / (u - l) = (c + r) / (2 r)} and {@code t
 * = -s l = (r^2 - c^2) / (2 r)}.
 */
final class TriangleGradients {
  private TriangleGradients() {}

  private enum Phase {
    INACTIVE,
    ACTIVE,
    UNSTABLE;

    static Phase of(double centre, double radius) {
      if (centre + radius <= 0) {
        return INACTIVE;
      }
      return centre - radius >= 0 ? ACTIVE : UNSTABLE;
    }
  }

  static Box relu(Box x) {
    Doubles c = (Doubles) x.centre();
    Doubles r = (Doubles) x.radius();
    return new Box(
        c.map(r, (centre, radius) -> (positive(centre + radius) + positive(centre - radius)) / 2),
        c.map(r, (centre, radius) -> (positive(centre + radius) - positive(centre - radius)) / 2));
  }

  private static double positive(double value) {
    return Math.max(value, 0);
  }

  static Box reluBack(Box x, Box by) {
    Doubles centre = (Doubles) x.centre();
    Doubles radius = (Doubles) x.radius();
    Doubles byCentre = (Doubles) by.centre();
    Doubles byRadius = (Doubles) by.radius();
    Doubles ofCentre = new Doubles(centre.rows(), centre.width());
    Doubles ofRadius = new Doubles(centre.rows(), centre.width());
    for (int k = 0; k < centre.at().length; k++) {
      switch (Phase.of(centre.at()[k], radius.at()[k])) {
        case ACTIVE -> {
          ofCentre.at()[k] = byCentre.at()[k];
          ofRadius.at()[k] = byRadius.at()[k];
        }
        case UNSTABLE -> {
          ofCentre.at()[k] = (byCentre.at()[k] + byRadius.at()[k]) / 2;
          ofRadius.at()[k] = ofCentre.at()[k];
        }
        case INACTIVE -> {}
      }
    }
    return new Box(ofCentre, ofRadius);
  }

  static Doubles relax(Doubles rows, Doubles constants, Box x) {
    Doubles result = new Doubles(rows.rows(), rows.width());
    for (int row = 0; row < rows.rows(); row++) {
      int sample = row / (rows.rows() / x.centre().rows());
      for (int i = 0; i < rows.width(); i++) {
        double a = rows.get(row, i);
        double c = ((Doubles) x.centre()).get(sample, i);
        double r = ((Doubles) x.radius()).get(sample, i);
        switch (Phase.of(c, r)) {
          case ACTIVE -> result.add(row, i, a);
          case UNSTABLE -> {
            result.add(row, i, slope(a, c, r) * a);
            constants.add(row, 0, a < 0 ? a * (r * r - c * c) / (2 * r) : 0);
          }
          case INACTIVE -> {}
        }
      }
    }
    return result;
  }

  /** Of the line that a coefficient takes at an unstable neuron. */
  private static double slope(double coefficient, double centre, double radius) {
    if (coefficient < 0) {
      return (centre + radius) / (2 * radius);
    }
    return centre > 0 ? 1 : 0;
  }

  static Doubles relaxBack(
      Doubles rows, Doubles by, Doubles byConstants, Box x, Box ofBox, int from) {
    Doubles result = new Doubles(rows.rows(), rows.width());
    for (int row = 0; row < rows.rows(); row++) {
      int sample = row / (rows.rows() / x.centre().rows());
      double byConstant = byConstants.get(row, 0);
      for (int i = 0; i < rows.width(); i++) {
        double a = rows.get(row, i);
        double g = by.get(row, i);
        double c = ((Doubles) x.centre()).get(sample, i);
        double r = ((Doubles) x.radius()).get(sample, i);
        Phase phase = Phase.of(c, r);
        if (phase == Phase.ACTIVE) {
          result.add(row, i, g);
        } else if (phase == Phase.UNSTABLE) {
          double ofA = slope(a, c, r) * g;
          if (a < 0) {
            ofA += byConstant * (r * r - c * c) / (2 * r);
            double ofSlope = a * g;
            double ofIntercept = a * byConstant;
            ((Doubles) ofBox.centre()).add(from + sample, i, (ofSlope / 2 - ofIntercept * c) / r);
            ((Doubles) ofBox.radius())
                .add(
                    from + sample,
                    i,
                    ofIntercept / 2 + (ofIntercept * c - ofSlope) * c / (2 * r * r));
          }
          result.add(row, i, ofA);
        }
      }
    }
    return result;
  }

  static Doubles concretize(Doubles rows, Box x) {
    Doubles result = new Doubles(rows.rows(), 1);
    for (int row = 0; row < rows.rows(); row++) {
      int sample = row / (rows.rows() / x.centre().rows());
      for (int i = 0; i < rows.width(); i++) {
        double a = rows.get(row, i);
        double c = ((Doubles) x.centre()).get(sample, i);
        double r = ((Doubles) x.radius()).get(sample, i);
        result.add(row, 0, a * c - Math.abs(a) * r);
      }
    }
    return result;
  }

  static Doubles concretizeBack(Doubles rows, Doubles by, Box x) {
    Doubles result = new Doubles(rows.rows(), rows.width());
    for (int row = 0; row < rows.rows(); row++) {
      int sample = row / (rows.rows() / x.centre().rows());
      for (int i = 0; i < rows.width(); i++) {
        result.add(row, i, by.get(row, 0) * leastPoint(rows.get(row, i), x, sample, i));
      }
    }
    return result;
  }

  private static double leastPoint(double a, Box x, int sample, int i) {
    return ((Doubles) x.centre()).get(sample, i)
        - Math.signum(a) * ((Doubles) x.radius()).get(sample, i);
  }

  static Doubles concretizeShared(Doubles rows, int each, int[] groups, Box x) {
    Doubles result = new Doubles(groups.length * each, 1);
    for (int k = 0; k < result.rows(); k++) {
      int sample = k / each;
      int row = groups[sample] * each + k % each;
      for (int i = 0; i < rows.width(); i++) {
        double a = rows.get(row, i);
        result.add(k, 0, a * leastPoint(a, x, sample, i));
      }
    }
    return result;
  }

  static Doubles concretizeSharedBack(
      Doubles rows, int each, int[] groups, Doubles by, Box x, Box ofBox, int from) {
    Doubles result = new Doubles(rows.rows(), rows.width());
    for (int k = 0; k < by.rows(); k++) {
      int sample = k / each;
      int row = groups[sample] * each + k % each;
      double g = by.get(k, 0);
      for (int i = 0; i < rows.width(); i++) {
        double a = rows.get(row, i);
        result.add(row, i, g * leastPoint(a, x, sample, i));
        if (ofBox != null) {
          ((Doubles) ofBox.centre()).add(from + sample, i, g * a);
          ((Doubles) ofBox.radius()).add(from + sample, i, -g * Math.abs(a));
        }
      }
    }
    return result;
  }
}
