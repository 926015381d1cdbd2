package dev.hasse.compute.reference;

import static dev.hasse.numeric.Outward.addDown;
import static dev.hasse.numeric.Outward.addUp;
import static dev.hasse.numeric.Outward.mulDown;
import static dev.hasse.numeric.Outward.mulUp;
import static dev.hasse.numeric.Outward.subDown;

import dev.hasse.compute.Adam;
import dev.hasse.relax.ReluRelaxation;

/** The verbs on rows that take lines of their own at a ReLU. */
final class ReferenceSlopes {
  ReferenceTensors.Slopes of(
      ReferenceTensors.Rows rows, ReferenceTensors.Interval bounds, float[] values) {
    var slopes = new ReferenceTensors.Slopes(bounds, rows.rows());
    for (int r = 0; r < rows.rows(); r++) {
      int b = rows.box()[r];
      for (int i = 0; i < bounds.width(); i++) {
        if (values != null) {
          slopes.set(r, b, i, values[r * bounds.width() + i]);
        } else if (slopes.isUnstable(b, i)) {
          slopes.set(
              r, b, i, ReluRelaxation.lowerSlope(bounds.lower()[b][i], bounds.upper()[b][i]));
        }
      }
    }
    return slopes;
  }

  ReferenceTensors.Rows back(
      ReferenceTensors.Rows from,
      ReferenceTensors.Relaxation lines,
      ReferenceTensors.Slopes slopes) {
    int width = slopes.bounds().width();
    var to = from.next(width);
    for (int r = 0; r < from.rows(); r++) {
      int b = from.box()[r];
      double constant = to.constant()[r];
      for (int i = 0; i < width; i++) {
        double a = from.coefficients()[r][i];
        double parameter = slopes.within(r, b, i);
        double low;
        double high;
        if (slopes.isUnstable(b, i)) {
          double slope = a >= 0 ? parameter : lines.upperSlope()[b][i];
          low = mulDown(a, slope);
          high = mulUp(a, slope);
          constant = addDown(constant, a >= 0 ? 0 : mulDown(a, lines.upperIntercept()[b][i]));
        } else {
          boolean active = slopes.bounds().lower()[b][i] >= 0;
          low = active ? addDown(a, parameter) : -parameter;
          high = active ? addUp(a, parameter) : -parameter;
        }
        to.coefficients()[r][i] = low;
        if (low != high) {
          double off = mulUp(addUp(high, -low), slopes.bounds().magnitude(b, i));
          constant = subDown(constant, off);
        }
      }
      to.constant()[r] = constant;
    }
    return to;
  }

  ReferenceTensors.Points forward(
      ReferenceTensors.Points points,
      ReferenceTensors.Rows rows,
      ReferenceTensors.Relaxation lines,
      ReferenceTensors.Slopes slopes) {
    int width = points.width();
    var result = new ReferenceTensors.Points(points.count(), width);
    for (int r = 0; r < points.count(); r++) {
      int b = rows.box()[r];
      for (int i = 0; i < width; i++) {
        double z = points.values()[r][i];
        boolean below = rows.coefficients()[r][i] >= 0;
        if (slopes.isUnstable(b, i) && below) {
          result.values()[r][i] = slopes.within(r, b, i) * z;
        } else {
          result.values()[r][i] = lines.upperSlope()[b][i] * z + lines.upperIntercept()[b][i];
        }
      }
    }
    return result;
  }

  void ascend(
      ReferenceTensors.Slopes slopes,
      ReferenceTensors.Rows rows,
      ReferenceTensors.Points points,
      int step,
      float rate) {
    int width = points.width();
    Adam adam = new Adam(step);
    for (int r = 0; r < points.count(); r++) {
      int b = rows.box()[r];
      double largest = 0;
      for (double a : rows.coefficients()[r]) {
        largest = Math.max(largest, Math.abs(a));
      }
      for (int i = 0; i < width; i++) {
        double z = points.values()[r][i];
        boolean slope = slopes.isUnstable(b, i);
        double sign = slopes.bounds().lower()[b][i] >= 0 ? z : -z;
        double gradient = slope ? Math.max(0, rows.coefficients()[r][i]) * z : sign;
        double mean = adam.mean(slopes.mean()[r][i], gradient);
        double square = adam.square(slopes.square()[r][i], gradient);
        slopes.mean()[r][i] = mean;
        slopes.square()[r][i] = square;
        double move = rate * (slope ? 1 : largest) * adam.direction(mean, square);
        slopes.set(r, b, i, slopes.value()[r][i] + move);
      }
    }
  }
}
