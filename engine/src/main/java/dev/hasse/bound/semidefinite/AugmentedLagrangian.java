package dev.hasse.bound.semidefinite;

import java.util.Arrays;
import java.util.Random;

/**
 * One objective's augmented Lagrangian over a factor U of {@code G = U U'} (Burer and Monteiro
 * 2003, Math. Program. 95): kinks {@code f_i'G g_i = 0} and slacks {@code s_i'G s_i <= 1} have
 * multipliers and a penalty.
 *
 * <p>Row 0 of U is {@code e_1}. Row k is the beginning of {@code v/|v|}, where v has one number
 * more than the rank and is free: so {@code G_00 = 1} and {@code G_kk <= 1} hold by themselves.
 * Vectors of the search are these v, {@code [row - 1][rank + 1]} flat.
 *
 * <p>An evaluation has three parts, so that those of several objectives share the products with the
 * slacks: {@link #fill}, then slacks times U; {@link #terms}, then the transposed slacks times what
 * that leaves; {@link #answer}.
 */
final class AugmentedLagrangian {
  /** Size of the columns beyond the first at the start, where rows are about 1 long. */
  private static final double SPREAD = 0.1;

  /**
   * For an objective of norm 1. Between 1 and 4 nothing changes much; one that grows stops the
   * search from getting anywhere (docs/notes/semidefinite.md).
   */
  private static final double PENALTY = 2;

  private final LiftedProgram program;
  private final double[] costs; // the objective's coefficients over their norm; 0 for the constant
  private final double constant;
  private final double scale;
  private final double[] weights;
  private final double[] kinks;
  private final double[] slacks;
  private int rank;
  private LimitedMemory search;
  private Trial trial;
  private Trial reached;

  /** What is known of a trial: its rows of U, the multipliers that follow from it, its value. */
  private static final class Trial {
    private final double[] rows;
    private final double[] norms;
    private final double[] direct; // gradient in U but for what comes through the slacks
    private final double[] kinks;
    private final double[] slacks;
    private final double[] squares; // multipliers of G_kk <= 1
    private double cost;
    private double value;
    private double violation;
    private double squaredSlope;
    private double complements; // the sum of multipliers times constraints

    Trial(int rows, int width, int neurons) {
      this.rows = new double[rows * width];
      this.norms = new double[rows];
      this.direct = new double[rows * width];
      this.kinks = new double[neurons];
      this.slacks = new double[neurons];
      this.squares = new double[rows];
    }
  }

  /**
   * Begins near a point of the box.
   *
   * @param weights of the neurons' penalties, relative to the objective's norm
   * @param point in the box's variables, with 1 in front
   */
  AugmentedLagrangian(
      LiftedProgram program, Form objective, double[] weights, double[] point, int rank) {
    this.program = program;
    this.weights = weights;
    this.scale = objective.norm() > 0 ? objective.norm() : 1;
    this.constant = objective.row()[0];
    this.costs = Arrays.stream(objective.row()).map(c -> c / scale).toArray();
    costs[0] = 0;
    this.kinks = new double[program.neurons()];
    this.slacks = new double[program.neurons()];
    begin(near(point, rank), rank);
  }

  /** Searches from another point on, {@code [row - 1][rank + 1]}. */
  void begin(double[] free, int ofRank) {
    rank = ofRank;
    search = new LimitedMemory(free);
  }

  private static double[] near(double[] point, int rank) {
    Random random = new Random(1);
    int width = rank + 1;
    double[] start = new double[(point.length - 1) * width];
    for (int at = 0; at < start.length; at += width) {
      start[at] = 0.9 * point[1 + at / width];
      for (int q = 1; q < rank; q++) {
        start[at + q] = SPREAD * random.nextGaussian();
      }
      start[at + rank] = Math.sqrt(1 - start[at] * start[at]);
    }
    return start;
  }

  /** Columns of U. */
  int rank() {
    return rank;
  }

  /** Writes U at the search's trial into columns of a matrix that has so many. */
  void fill(double[] u, int column, int columns) {
    double[] free = search.trial();
    int width = rank + 1;
    trial = new Trial(program.variables(), width, program.neurons());
    u[column] = 1;
    Arrays.fill(u, column + 1, column + rank, 0);
    for (int k = 0; k < trial.norms.length; k++) {
      int from = k * width;
      double sum = 0;
      for (int q = from; q < from + width; q++) {
        sum += free[q] * free[q];
      }
      double norm = Math.sqrt(Math.max(sum, Double.MIN_NORMAL));
      for (int q = from; q < from + width; q++) {
        trial.rows[q] = free[q] / norm;
      }
      trial.norms[k] = norm;
      System.arraycopy(trial.rows, from, u, (k + 1) * columns + column, rank);
    }
  }

  /**
   * The terms of objective, kinks and slacks.
   *
   * @param products slacks times U, {@code [neuron][columns]}; replaced by the gradient in them
   */
  void terms(double[] products, int column, int columns) {
    int width = rank + 1;
    for (int k = 0; k < trial.norms.length; k++) {
      trial.cost += costs[1 + k] * trial.rows[k * width];
      trial.direct[k * width] = costs[1 + k];
    }
    trial.value = trial.cost;
    for (int i = 0; i < kinks.length; i++) {
      neuron(i, products, i * columns + column);
    }
  }

  private void neuron(int i, double[] products, int at) {
    int of = (program.variable(i) - 1) * (rank + 1);
    double[] rows = trial.rows;
    double kink = (1 + rows[of]) * (1 + products[at]);
    double square = products[at] * products[at];
    for (int q = 1; q < rank; q++) {
      kink += rows[of + q] * products[at + q];
      square += products[at + q] * products[at + q];
    }
    double weight = PENALTY * weights[i];
    double ofKink = kinks[i] - weight * kink;
    double ofSlack = Math.max(0, slacks[i] - weight * (1 - square));
    trial.kinks[i] = ofKink;
    trial.slacks[i] = ofSlack;
    trial.complements += ofKink * kink + ofSlack * (1 - square);
    trial.value += (weight * kink / 2 - kinks[i]) * kink;
    trial.value += (ofSlack * ofSlack - slacks[i] * slacks[i]) / (2 * weight);
    double most = Math.max(Math.abs(kink), square - 1);
    trial.violation = Math.max(trial.violation, Math.sqrt(weights[i]) * most);
    for (int q = 0; q < rank; q++) {
      double one = q == 0 ? 1 : 0;
      double slack = products[at + q];
      trial.direct[of + q] -= ofKink * (one + slack);
      products[at + q] = 2 * ofSlack * slack - ofKink * (one + rows[of + q]);
    }
  }

  /**
   * Answers the search.
   *
   * @param gradients the transposed slacks times what {@link #terms} left, {@code [row][columns]}
   * @return whether the trial was a step
   */
  boolean answer(double[] gradients, int column, int columns) {
    boolean isStep = search.answer(trial.value, gradient(gradients, column, columns));
    if (isStep) {
      reached = trial;
    }
    return isStep;
  }

  /** The value at the trial. */
  double value() {
    return trial.value;
  }

  /** The gradient at the trial, for the free vectors. */
  double[] gradient(double[] gradients, int column, int columns) {
    int width = rank + 1;
    double[] gradient = new double[trial.rows.length];
    for (int k = 0; k < trial.norms.length; k++) {
      int from = k * width;
      int above = (k + 1) * columns + column;
      double radial = 0;
      for (int q = 0; q < rank; q++) {
        double slope = trial.direct[from + q] + gradients[above + q];
        gradient[from + q] = slope;
        radial += slope * trial.rows[from + q];
      }
      for (int q = from; q < from + width; q++) {
        double tangential = gradient[q] - radial * trial.rows[q];
        trial.squaredSlope += tangential * tangential;
        gradient[q] = tangential / trial.norms[k];
      }
      trial.squares[k] = Math.max(0, -radial / 2);
    }
    return gradient;
  }

  /** The norm of the gradient at the last step, in rows of length 1, for an objective of norm 1. */
  double slope() {
    return Math.sqrt(reached.squaredSlope);
  }

  /** Whether no step goes further down in double precision. */
  boolean isStuck() {
    return search.isStuck();
  }

  /** The largest violation of a kink or a slack at the last step, relative to its size. */
  double violation() {
    return reached.violation;
  }

  /** The objective at the last step. */
  double cost() {
    return constant + scale * reached.cost;
  }

  /**
   * The multipliers that follow from the last step. At a minimum S U = 0 holds for them; the level
   * is the one where the corner of that holds.
   */
  Multipliers multipliers() {
    Multipliers result = Multipliers.zeros(program.variables(), program.neurons());
    double[] values = result.values();
    int variables = program.variables();
    double level = reached.cost - reached.complements;
    for (int k = 0; k < variables; k++) {
      double rest = reached.rows[k * (rank + 1) + rank];
      values[1 + k] = scale * reached.squares[k];
      level -= reached.squares[k] * rest * rest;
    }
    for (int i = 0; i < kinks.length; i++) {
      values[1 + variables + i] = scale * reached.slacks[i];
      values[1 + variables + kinks.length + i] = scale * reached.kinks[i];
    }
    values[0] = constant + scale * level;
    return result;
  }

  /**
   * Takes the multipliers that follow from the last step, and another function with them. Rows are
   * made 1 long again: their length has no part in the function, and each step adds to it.
   */
  void update() {
    takeMultipliers();
    search.restart(reached.rows.clone(), Arrays.stream(reached.norms).allMatch(r -> r < 2));
  }

  private void takeMultipliers() {
    System.arraycopy(reached.kinks, 0, kinks, 0, kinks.length);
    System.arraycopy(reached.slacks, 0, slacks, 0, slacks.length);
  }

  /**
   * The same with one column of U more, in which its rows go along a vector of S's: downhill, if
   * its eigenvalue is negative. The search begins anew.
   *
   * @param vector of norm 1, with a number for the constant in front
   */
  void raise(double[] vector) {
    int width = rank + 1;
    double[] wider = new double[vector.length * (width + 1) - (width + 1)];
    for (int k = 0; k < vector.length - 1; k++) {
      int to = k * (width + 1);
      System.arraycopy(reached.rows, k * width, wider, to, rank);
      wider[to + rank] = SPREAD * vector[1 + k];
      wider[to + rank + 1] = reached.rows[k * width + rank];
    }
    takeMultipliers();
    begin(wider, rank + 1);
  }
}
