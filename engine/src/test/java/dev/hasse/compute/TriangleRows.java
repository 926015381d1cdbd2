package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Values;
import dev.hasse.judge.Numbers;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows over ReLUs of a case with boxes below, and what should become of them. */
final class TriangleRows {
  /** How many boxes there are before those of the rows; one more comes after them. */
  static final int BOXES_BEFORE = 2;

  private final TriangleCase shape;
  private final int[] groups;
  private final float[] centre;
  private final float[] radius;
  private final float[] coefficients;
  private final float[] constants;
  private final float[] byRows;
  private final float[] byConstants;
  private final float[] ofCentre;
  private final float[] ofRadius;

  /** Each sample has rows of its own. */
  TriangleRows(TriangleCase shape) {
    this(shape, IntStream.range(0, shape.samples()).toArray(), shape.samples());
  }

  /**
   * @param groups whose rows a sample has
   * @param count of groups; some may have no sample
   */
  TriangleRows(TriangleCase shape, int[] groups, int count) {
    this.shape = shape;
    this.groups = groups;
    int neurons = shape.samples() * shape.width();
    this.centre = new float[neurons];
    this.radius = new float[neurons];
    shape.fill(centre, radius);
    Numbers numbers = new Numbers("rows of " + shape);
    this.coefficients = numbers.floats(count * shape.each() * shape.width());
    for (int k = 0; k < coefficients.length; k++) {
      // No difference quotient meets the kink at 0.
      coefficients[k] += Math.signum(coefficients[k]) * 0x1p-6f;
    }
    this.constants = numbers.floats(shape.rows());
    this.byRows = numbers.floats(coefficients.length);
    this.byConstants = numbers.floats(shape.rows());
    this.ofCentre = numbers.floats(neurons + (BOXES_BEFORE + 1) * shape.width());
    this.ofRadius = numbers.floats(ofCentre.length);
  }

  float[] centre() {
    return centre;
  }

  float[] radius() {
    return radius;
  }

  float[] coefficients() {
    return coefficients;
  }

  float[] constants() {
    return constants;
  }

  /** A gradient by what comes out of the rows. */
  float[] byRows() {
    return byRows;
  }

  /** A gradient by constants, or by least values. */
  float[] byConstants() {
    return byConstants;
  }

  Box box(OpenTraining open) {
    return new Box(open.upload(shape.width(), centre), open.upload(shape.width(), radius));
  }

  /** The same boxes as a part of more. */
  Box partOfBoxes(OpenTraining open) {
    return new Box(partOf(open, centre), partOf(open, radius));
  }

  private Values partOf(OpenTraining open, float[] values) {
    int before = BOXES_BEFORE * shape.width();
    float[] more = new float[before + values.length + shape.width()];
    Arrays.fill(more, 1);
    System.arraycopy(values, 0, more, before, values.length);
    return open.lane().rows(open.upload(shape.width(), more), BOXES_BEFORE, shape.samples());
  }

  /** A gradient by the boxes and those around them that there is already. */
  Box boxGradient(OpenTraining open) {
    return new Box(open.upload(shape.width(), ofCentre), open.upload(shape.width(), ofRadius));
  }

  /** What is done with one coefficient: the bound's number, its place among all, its neuron's. */
  private interface OneCoefficient {
    void accept(int row, int at, int neuron);
  }

  private void forEach(OneCoefficient action) {
    int width = shape.width();
    for (int row = 0; row < shape.rows(); row++) {
      int sample = shape.sample(row);
      int from = (groups[sample] * shape.each() + row % shape.each()) * width;
      for (int i = 0; i < width; i++) {
        action.accept(row, from + i, sample * width + i);
      }
    }
  }

  private static Sums from(float[] values) {
    return from(values, 0, values.length);
  }

  private static Sums from(float[] values, int from, int count) {
    Sums sums = new Sums(count);
    for (int k = 0; k < count; k++) {
      sums.add(k, values[from + k]);
    }
    return sums;
  }

  private Sums fromThese(float[] gradient) {
    return from(gradient, BOXES_BEFORE * shape.width(), centre.length);
  }

  Sums relaxed() {
    Sums sums = new Sums(coefficients.length);
    forEach(
        (row, at, i) ->
            sums.add(at, TriangleCase.coefficient(coefficients[at], centre[i], radius[i])));
    return sums;
  }

  Sums relaxedConstants() {
    Sums sums = from(constants);
    forEach(
        (row, at, i) -> {
          double term = TriangleCase.constant(coefficients[at], centre[i], radius[i]);
          sums.add(row, term, Math.abs(coefficients[at]) * (Math.abs(centre[i]) + radius[i]));
        });
    return sums;
  }

  /** The share of one coefficient in a loss whose gradient by the results is given. */
  private double relaxedLoss(int row, int at, double a, double c, double r) {
    return byRows[at] * TriangleCase.coefficient(a, c, r)
        + byConstants[row] * TriangleCase.constant(a, c, r);
  }

  /** What the factors of such a share are made of. */
  private double relaxedSize(int row, int at, int neuron) {
    return Math.abs(byRows[at])
        + Math.abs(byConstants[row]) * (Math.abs(centre[neuron]) + radius[neuron]);
  }

  Sums byRelaxedRows() {
    Sums sums = new Sums(coefficients.length);
    forEach(
        (row, at, i) -> {
          double c = centre[i];
          double r = radius[i];
          double a = coefficients[at];
          // A coefficient of 0 takes the line below.
          double slope =
              a == 0
                  ? byRows[at] * TriangleCase.coefficient(1, c, r)
                  : TriangleCase.derivative(t -> relaxedLoss(row, at, t, c, r), a);
          sums.add(at, slope, relaxedSize(row, at, i));
        });
    return sums;
  }

  Sums byRelaxedCentre() {
    Sums sums = fromThese(ofCentre);
    forEach(
        (row, at, i) -> {
          double r = radius[i];
          double a = coefficients[at];
          if (!TriangleCase.isKink(centre[i], r)) {
            double slope = TriangleCase.derivative(t -> relaxedLoss(row, at, a, t, r), centre[i]);
            sums.add(i, slope, relaxedBoxSize(row, at, i));
          }
        });
    return sums;
  }

  Sums byRelaxedRadius() {
    Sums sums = fromThese(ofRadius);
    forEach(
        (row, at, i) -> {
          double c = centre[i];
          double a = coefficients[at];
          if (!TriangleCase.isKink(c, radius[i])) {
            double slope = TriangleCase.derivative(t -> relaxedLoss(row, at, a, c, t), radius[i]);
            sums.add(i, slope, relaxedBoxSize(row, at, i));
          }
        });
    return sums;
  }

  /** The part of a gradient by centres that is by these boxes; the rest must be as it was. */
  double[] ofTheseCentres(double[] found) {
    return ofThese(found, ofCentre);
  }

  /** The same by radii. */
  double[] ofTheseRadii(double[] found) {
    return ofThese(found, ofRadius);
  }

  private double[] ofThese(double[] found, float[] before) {
    int from = BOXES_BEFORE * shape.width();
    int to = from + centre.length;
    assertEquals(before.length, found.length);
    for (int k = 0; k < found.length; k++) {
      if (k < from || k >= to) {
        assertEquals(before[k], found[k], "gradient by another box, " + k);
      }
    }
    return Arrays.copyOfRange(found, from, to);
  }

  /** An unstable neuron divides by its radius, twice where the slope changes with the radius. */
  private double relaxedBoxSize(int row, int at, int neuron) {
    double r = radius[neuron];
    double magnitude = Math.abs(coefficients[at]) * relaxedSize(row, at, neuron);
    return r > Math.abs(centre[neuron]) ? magnitude * (1 + 1 / r + 1 / (r * r)) : magnitude;
  }

  Sums least() {
    Sums sums = new Sums(shape.rows());
    forEach(
        (row, at, i) -> {
          sums.add(row, (double) coefficients[at] * centre[i]);
          sums.add(row, -Math.abs((double) coefficients[at]) * radius[i]);
        });
    return sums;
  }

  Sums byLeastRows() {
    Sums sums = new Sums(coefficients.length);
    forEach(
        (row, at, i) -> {
          double c = centre[i];
          double r = radius[i];
          double slope =
              TriangleCase.derivative(t -> TriangleCase.least(t, c, r), coefficients[at]);
          double by = byConstants[row];
          sums.add(at, by * slope, Math.abs(by) * (Math.abs(c) + r));
        });
    return sums;
  }

  Sums byLeastCentre() {
    Sums sums = fromThese(ofCentre);
    forEach((row, at, i) -> sums.add(i, (double) byConstants[row] * coefficients[at]));
    return sums;
  }

  Sums byLeastRadius() {
    Sums sums = fromThese(ofRadius);
    forEach((row, at, i) -> sums.add(i, -Math.abs((double) coefficients[at]) * byConstants[row]));
    return sums;
  }
}
