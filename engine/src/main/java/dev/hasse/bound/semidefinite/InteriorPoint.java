package dev.hasse.bound.semidefinite;

import dev.hasse.bound.Deadline;
import dev.hasse.compute.DenseAlgebra;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * A primal-dual interior point method for the relaxation of one objective (direction of Helmberg,
 * Rendl, Vanderbei and Wolkowicz 1996, SIAM J. Optim. 6). Every multiplier it passes is feasible, S
 * positive definite up to rounding, so its level is a bound wherever it stops; {@link Certificate}
 * proves it. The primal matrix X starts infeasible.
 *
 * <p>Holds seven matrices and the Newton system; used for one objective after the other.
 */
final class InteriorPoint {
  /** Part of the way to the boundary that a step goes. */
  private static final double CAUTION = 0.95;

  /** Gap at which it ends, relative to the objective's range. */
  private static final double TOLERANCE = 1e-5;

  private static final int MOST_STEPS = 60;

  private final LiftedProgram program;
  private final DenseAlgebra algebra;
  private final int size;
  private final NewtonSystem newton;
  private final double[] s;
  private final double[] z;
  private final double[] x;
  private final double[] change;
  private final double[] changeOfX;
  private final double[] correction;
  private final double[] work;
  private final double[] weighted;

  InteriorPoint(LiftedProgram program, DenseAlgebra algebra) {
    this.program = program;
    this.algebra = algebra;
    this.size = program.size();
    this.newton = new NewtonSystem(program);
    this.s = new double[Math.multiplyExact(size, size)];
    this.z = new double[s.length];
    this.x = new double[s.length];
    this.change = new double[s.length];
    this.changeOfX = new double[s.length];
    this.correction = new double[s.length];
    this.work = new double[s.length];
    this.weighted = new double[program.slacks().length];
  }

  /** Bytes that a problem and its certificate take, about. */
  static double bytes(long size, long neurons) {
    double vectors = size + neurons;
    double system = vectors + neurons;
    return 8
        * (9.0 * size * size + 2 * vectors * vectors + 6.0 * neurons * vectors + system * system);
  }

  /** What a bound is wanted for. */
  enum Purpose {
    /** Its value. */
    BOUND {
      @Override
      boolean isServed(double level, double gap, double part) {
        return false;
      }
    },
    /** Whether it is positive; its value to a hundredth of the range. */
    SIGN {
      @Override
      boolean isServed(double level, double gap, double part) {
        return part <= 1e-2 && (level > 0 || level + 2 * gap < 0);
      }
    };

    /**
     * @param gap what the level may still gain, about
     * @param part the larger of the gap relative to the range and what infeasibility is left
     */
    abstract boolean isServed(double level, double gap, double part);
  }

  /**
   * Where it ended.
   *
   * @param steps taken
   * @param isOptimal whether the gap is below the tolerance, or small enough for the purpose
   */
  record End(Multipliers multipliers, int steps, boolean isOptimal) {}

  /**
   * Raises the level as far as it goes.
   *
   * @param objective over the program's variables
   * @param purpose what the level is for
   * @param cancelled asked before each step
   */
  End run(Form objective, Purpose purpose, Deadline deadline, BooleanSupplier cancelled) {
    double range = range(objective);
    Multipliers multipliers = begin(objective, range);
    program.assemble(objective.row(), multipliers, algebra, weighted, s);
    Arrays.fill(x, 0);
    for (int k = 0; k < size; k++) {
      x[k * (size + 1)] = k == 0 ? 1 : 0.5;
    }
    double[] slacks = new double[multipliers.signed()];
    Arrays.fill(slacks, 0.5);
    int order = size + slacks.length;
    double infeasible = 1;
    int steps = 0;
    while (steps < MOST_STEPS && !deadline.isPast() && !cancelled.getAsBoolean()) {
      double gap = products(multipliers, slacks);
      double part = Math.max(gap / range, infeasible);
      if (part <= TOLERANCE || purpose.isServed(multipliers.level(), gap, part)) {
        return new End(multipliers, steps, true);
      }
      System.arraycopy(s, 0, z, 0, s.length);
      if (!algebra.factor(z, size)) {
        break; // rounding has eaten the rest
      }
      algebra.invert(z, size);
      if (!newton.at(x, z, quotients(slacks, multipliers), algebra)) {
        break;
      }
      Multipliers direction = newton.solve(0, multipliers, NewtonSystem.NO_CORRECTION, algebra);
      if (!isFinite(direction)) {
        break;
      }
      program.assemble(null, direction, algebra, weighted, change);
      changeX(0, false);
      double[] changeOfSlacks = changeOfSlacks(0, slacks, multipliers, direction, null);
      double mu = centring(gap, slacks, multipliers, changeOfSlacks, direction) * gap / order;
      correct();
      NewtonSystem.Correction more =
          newton.correction(correction, products(changeOfSlacks, direction), algebra);
      direction = newton.solve(mu, multipliers, more, algebra);
      if (!isFinite(direction)) {
        break;
      }
      program.assemble(null, direction, algebra, weighted, change);
      changeX(mu, true);
      changeOfSlacks = changeOfSlacks(mu, slacks, multipliers, direction, more.ofSlacks());
      double[] of = multipliers.values();
      double dual = step(s, change, ratio(of, 1, 1 + slacks.length, direction.values()));
      double primal = step(x, changeOfX, ratio(slacks, 0, slacks.length, changeOfSlacks));
      if (dual < 1e-6 && primal < 1e-6) {
        break;
      }
      multipliers = multipliers.plus(dual, direction);
      program.assemble(objective.row(), multipliers, algebra, weighted, s);
      add(x, primal, changeOfX);
      for (int a = 0; a < slacks.length; a++) {
        slacks[a] += primal * changeOfSlacks[a];
      }
      infeasible *= 1 - primal;
      steps++;
    }
    return new End(multipliers, steps, false);
  }

  /** How far the objective can go from its middle. */
  private static double range(Form objective) {
    double sum = Double.MIN_NORMAL;
    for (int k = 1; k < objective.row().length; k++) {
      sum += Math.abs(objective.row()[k]);
    }
    return sum;
  }

  /** Multipliers that make S diagonally dominant but for the slacks', which are squares. */
  private Multipliers begin(Form objective, double range) {
    Multipliers start = Multipliers.zeros(program.variables(), program.neurons());
    double[] values = start.values();
    double sum = 0;
    for (int a = 0; a < start.signed(); a++) {
      double least = range / start.signed();
      values[1 + a] =
          a < program.variables() ? Math.abs(objective.row()[1 + a]) / 2 + least : least;
      sum += values[1 + a];
    }
    values[0] = objective.row()[0] - sum - range;
    return start;
  }

  /** {@code tr(X S)} and the inequalities' slacks times multipliers. */
  private double products(Multipliers multipliers, double[] slacks) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * s[k];
    }
    for (int a = 0; a < slacks.length; a++) {
      sum += slacks[a] * multipliers.values()[1 + a];
    }
    return sum;
  }

  private static double[] quotients(double[] slacks, Multipliers multipliers) {
    double[] result = new double[slacks.length];
    for (int a = 0; a < result.length; a++) {
      result[a] = slacks[a] / multipliers.values()[1 + a];
    }
    return result;
  }

  private static boolean isFinite(Multipliers multipliers) {
    return Arrays.stream(multipliers.values()).allMatch(Double::isFinite);
  }

  /** {@code mu Z - X - sym(X dS Z)}, and less the correction. */
  private void changeX(double mu, boolean corrected) {
    algebra.product(false, false, size, size, size, 1, x, change, 0, work);
    algebra.product(false, false, size, size, size, 1, work, z, 0, changeOfX);
    symmetrize(changeOfX);
    for (int at = 0; at < x.length; at++) {
      changeOfX[at] = mu * z[at] - x[at] - changeOfX[at] - (corrected ? correction[at] : 0);
    }
  }

  /** {@code sym(dX dS Z)} of a step: what the linear system leaves out of it. */
  private void correct() {
    algebra.product(false, false, size, size, size, 1, changeOfX, change, 0, work);
    algebra.product(false, false, size, size, size, 1, work, z, 0, correction);
    symmetrize(correction);
  }

  private void symmetrize(double[] matrix) {
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        double mean = (matrix[i * size + j] + matrix[j * size + i]) / 2;
        matrix[i * size + j] = mean;
        matrix[j * size + i] = mean;
      }
    }
  }

  /**
   * The part of the present products that the next ones should be, from how far a step without
   * centring gets (Mehrotra 1992, SIAM J. Optim. 2).
   */
  private double centring(
      double gap,
      double[] slacks,
      Multipliers multipliers,
      double[] changeOfSlacks,
      Multipliers direction) {
    double[] of = multipliers.values();
    double dual = step(s, change, ratio(of, 1, 1 + slacks.length, direction.values()));
    double primal = step(x, changeOfX, ratio(slacks, 0, slacks.length, changeOfSlacks));
    double after = 0;
    for (int at = 0; at < x.length; at++) {
      after += (x[at] + primal * changeOfX[at]) * (s[at] + dual * change[at]);
    }
    for (int a = 0; a < slacks.length; a++) {
      after +=
          (slacks[a] + primal * changeOfSlacks[a]) * (of[1 + a] + dual * direction.values()[1 + a]);
    }
    double part = Math.max(0, after / gap);
    return Math.max(1e-3, Math.min(1, part * part * (Math.min(dual, primal) < 0.1 ? 1 : part)));
  }

  private static double[] products(double[] changeOfSlacks, Multipliers direction) {
    double[] result = new double[changeOfSlacks.length];
    for (int a = 0; a < result.length; a++) {
      result[a] = changeOfSlacks[a] * direction.values()[1 + a];
    }
    return result;
  }

  private static double[] changeOfSlacks(
      double mu,
      double[] slacks,
      Multipliers multipliers,
      Multipliers direction,
      double[] correction) {
    double[] result = new double[slacks.length];
    for (int a = 0; a < result.length; a++) {
      double of = multipliers.values()[1 + a];
      double product = mu - slacks[a] * direction.values()[1 + a];
      result[a] = (product - (correction == null ? 0 : correction[a])) / of - slacks[a];
    }
    return result;
  }

  /**
   * How far positive numbers may go until one is zero; at most a caution's worth over 1.
   *
   * @param first of them
   * @param end after the last
   */
  private static double ratio(double[] numbers, int first, int end, double[] changes) {
    double most = 1 / CAUTION;
    for (int a = first; a < end; a++) {
      if (changes[a] < 0) {
        most = Math.min(most, -numbers[a] / changes[a]);
      }
    }
    return most;
  }

  /** A step that keeps a matrix positive definite with some room left. */
  private double step(double[] matrix, double[] direction, double most) {
    double length = most;
    for (int attempt = 0; attempt < 40; attempt++) {
      for (int k = 0; k < matrix.length; k++) {
        work[k] = matrix[k] + length * direction[k];
      }
      if (algebra.factor(work, size)) {
        return Math.min(1, CAUTION * length);
      }
      length *= 0.8;
    }
    return 0;
  }

  private static void add(double[] target, double factor, double[] other) {
    for (int k = 0; k < target.length; k++) {
      target[k] += factor * other[k];
    }
  }
}
