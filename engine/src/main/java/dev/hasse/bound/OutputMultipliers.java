package dev.hasse.bound;

import dev.hasse.compute.Adam;
import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Objectives;
import dev.hasse.numeric.Outward;

/**
 * Multipliers of constraints {@code c y + d <= 0} on the outputs, one for each row and constraint
 * of its region. A row that bounds {@code q} from below becomes one of {@code q + sum gamma (c y +
 * d)}: at most {@code q} wherever the constraints hold, as long as every gamma is at least 0, so
 * its bound is one of {@code q} there (INVPROP, Kotha et al. 2023, arXiv 2302.01404).
 *
 * <p>Each step multiplies or divides, since the right size of a multiplier is not known.
 */
final class OutputMultipliers {
  /** Steps relative to a multiplier, in steps of a slope. */
  private static final double STEP = 2;

  private static final double SMALLEST = 1e-12;
  private static final double LARGEST = 1e12;

  /** More than a few products can lose by underflow. */
  private static final double UNDERFLOW = 0x1p-1000;

  private final Objectives constraints;
  private final Bounds outputs;
  private final BoxRange range;
  private final int[] start;
  private final double[] gamma;
  private final double[] means;
  private final double[] squares;

  /**
   * @param outputs bounds of the outputs
   * @param range the regions with rows here
   * @param start by region of the chunk, and one more: first row
   * @param gamma to begin with, for each row those of its region's constraints
   */
  private OutputMultipliers(
      Objectives constraints, Bounds outputs, BoxRange range, int[] start, double[] gamma) {
    this.constraints = constraints;
    this.outputs = outputs;
    this.range = range;
    this.start = start;
    this.gamma = gamma;
    this.means = new double[gamma.length];
    this.squares = new double[gamma.length];
  }

  /**
   * For the two rows of each selected neuron of a node. A multiplier begins as the neuron's width
   * divided by the constraint's.
   *
   * @param constraints of each region of the chunk
   * @param outputs bounds of the outputs
   * @param node bounds of the node
   */
  static OutputMultipliers of(
      Objectives constraints, Bounds outputs, Bounds node, RowSelection selection, BoxRange range) {
    int[] start = new int[selection.boxes() + 1];
    int size = 0;
    for (int b = 0; b < selection.boxes(); b++) {
      int rows = b >= range.from() && b < range.to() ? 2 * selection.size(b) : 0;
      start[b + 1] = start[b] + rows;
      size += rows * count(constraints, b);
    }
    double[] gamma = new double[size];
    int at = 0;
    for (int b = range.from(); b < range.to(); b++) {
      int neurons = selection.size(b);
      for (int row = 0; row < 2 * neurons; row++) {
        int neuron = selection.neuron(selection.start(b) + row % neurons);
        double width = node.upper(b, neuron) - node.lower(b, neuron);
        for (int k = constraints.start(b); k < constraints.start(b + 1); k++) {
          double ratio = width / width(constraints, k, outputs, b);
          gamma[at++] = isWithin(ratio) ? ratio : 1;
        }
      }
    }
    return new OutputMultipliers(constraints, outputs, range, start, gamma);
  }

  private static int count(Objectives constraints, int region) {
    return constraints.start(region + 1) - constraints.start(region);
  }

  private static double width(Objectives constraints, int k, Bounds outputs, int region) {
    double width = 0;
    for (int i = 0; i < constraints.outputs(); i++) {
      double ofOutput = outputs.upper(region, i) - outputs.lower(region, i);
      width += Math.abs(constraints.coefficient(k, i)) * ofOutput;
    }
    return width;
  }

  private static boolean isWithin(double gamma) {
    return gamma > SMALLEST && gamma < LARGEST; // not-a-number is not
  }

  /**
   * The multiples as rows over the output node. Sums of products are rounded, and what a
   * coefficient may be off by, times the output's largest magnitude, comes off the constant.
   */
  Tensor.Rows rows(NodeBounds known) {
    int width = constraints.outputs();
    int rows = start[start.length - 1];
    double[] coefficients = new double[rows * width];
    double[] constants = new double[rows];
    int at = 0;
    for (int b = range.from(); b < range.to(); b++) {
      for (int row = start[b]; row < start[b + 1]; row++, at += count(constraints, b)) {
        constants[row] = constant(b, at);
        for (int i = 0; i < width; i++) {
          double sum = 0;
          double passed = 0;
          boolean isZero = true; // else a product may have vanished
          for (int k = 0; k < count(constraints, b); k++) {
            int constraint = constraints.start(b) + k;
            double product = gamma[at + k] * constraints.coefficient(constraint, i);
            isZero &= constraints.coefficient(constraint, i) == 0;
            sum += product;
            passed = Outward.addUp(passed, Math.abs(product));
          }
          coefficients[row * width + i] = sum;
          if (!isZero) {
            double price = Outward.mulUp(error(b, passed), largest(b, i));
            constants[row] = Outward.subDown(constants[row], price);
          }
        }
      }
    }
    Objectives multiples = new Objectives(width, start, coefficients, constants);
    int output = known.network().output().id();
    return known.lane().objectiveRows(multiples, range, known.interval(output));
  }

  private double constant(int region, int at) {
    double sum = 0;
    for (int k = 0; k < count(constraints, region); k++) {
      double constant = constraints.constant(constraints.start(region) + k);
      sum = Outward.addDown(sum, Outward.mulDown(gamma[at + k], constant));
    }
    return sum;
  }

  /** What a sum of products with these magnitudes may be off by: each rounds, and each sum. */
  private double error(int region, double passed) {
    double units = 2 * count(constraints, region) * 0x1p-53;
    return Outward.addUp(Outward.mulUp(units, passed), UNDERFLOW);
  }

  private double largest(int region, int output) {
    return Math.max(
        Math.abs(outputs.lower(region, output)), Math.abs(outputs.upper(region, output)));
  }

  /**
   * One step: the derivative of a bound by a multiplier is its constraint's left side at the row's
   * minimiser, pushed forward through the lines that the row took.
   *
   * @param points {@code [row][output]} flat
   */
  void ascend(double[] points, int step, float rate) {
    int width = constraints.outputs();
    Adam adam = new Adam(step);
    int at = 0;
    for (int b = range.from(); b < range.to(); b++) {
      for (int row = start[b]; row < start[b + 1]; row++) {
        for (int k = constraints.start(b); k < constraints.start(b + 1); k++, at++) {
          double left = constraints.constant(k);
          for (int i = 0; i < width; i++) {
            left += constraints.coefficient(k, i) * points[row * width + i];
          }
          move(at, left * gamma[at], adam, STEP * rate);
        }
      }
    }
  }

  private void move(int at, double gradient, Adam adam, double rate) {
    means[at] = adam.mean(means[at], gradient);
    squares[at] = adam.square(squares[at], gradient);
    double by = rate * adam.direction(means[at], squares[at]);
    double moved = by > 0 ? gamma[at] * (1 + by) : gamma[at] / (1 - by);
    if (isWithin(moved)) {
      gamma[at] = moved;
    }
  }
}
