package dev.hasse.bound.semidefinite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function by the limited-memory method of Broyden, Fletcher, Goldfarb and
 * Shanno (Nocedal 1980, Math. Comp. 35) with backtracking. It does not call the function: it names
 * the point where it wants to know it, so that several searches can be answered together.
 */
final class LimitedMemory {
  private static final int MEMORY = 12;

  /** Part of what the slope promises that a step must bring (Armijo 1966). */
  private static final double SUFFICIENT = 1e-4;

  private static final int MOST_BACKTRACKS = 30;

  private final Deque<Pair> pairs = new ArrayDeque<>();
  private double[] trial;
  private double[] point; // null until the function is known there
  private double[] gradient;
  private double[] direction;
  private double value;
  private double slope; // along the direction, negative
  private double step;
  private int backtracks;

  /** What a step changed, and one over the product of both. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Pair(double[] point, double[] gradient, double inverse) {}

  /** Begins at a point, which it keeps. */
  LimitedMemory(double[] start) {
    this.trial = start;
  }

  /** Numbers that a search of such a dimension holds, about. */
  static double numbers(double dimension) {
    return (2 * MEMORY + 6) * dimension;
  }

  /** Where the function is wanted; not to be changed. */
  double[] trial() {
    return trial;
  }

  /** Whether no step makes the function smaller in double precision. */
  boolean isStuck() {
    return backtracks > MOST_BACKTRACKS;
  }

  /**
   * The function is another from now on, and is wanted at a point, which is kept.
   *
   * @param isSimilar whether it is curved there about as where the search was
   */
  void restart(double[] start, boolean isSimilar) {
    trial = start;
    point = null;
    if (!isSimilar) {
      pairs.clear();
    }
  }

  /**
   * Takes the function at {@link #trial()} and names the next trial.
   *
   * @param valueThere finite or not
   * @param gradientThere kept
   * @return whether the trial was a step, that is, the first or far enough below the one before
   */
  boolean answer(double valueThere, double[] gradientThere) {
    if (point != null && !(valueThere <= value + SUFFICIENT * step * slope)) {
      backtrack(valueThere);
      return false;
    }
    if (point != null) {
      remember(gradientThere);
    }
    point = trial;
    gradient = gradientThere;
    value = valueThere;
    aim();
    return true;
  }

  /** To the minimum of the parabola through what is known, within limits. */
  private void backtrack(double valueThere) {
    double curvature = valueThere - value - step * slope;
    double least = -slope * step * step / (2 * curvature);
    double far = 0.5 * step;
    step = least < far ? Math.max(0.1 * step, least) : far;
    backtracks++;
    propose();
  }

  private void remember(double[] gradientThere) {
    double[] moved = Vectors.difference(trial, point);
    double[] turned = Vectors.difference(gradientThere, gradient);
    double product = Vectors.dot(moved, turned);
    if (product > 1e-10 * Vectors.dot(turned, turned)) {
      pairs.addLast(new Pair(moved, turned, 1 / product));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  private void aim() {
    direction = direction();
    slope = Vectors.dot(direction, gradient);
    if (!(slope < 0)) {
      pairs.clear();
      direction = direction();
      slope = Vectors.dot(direction, gradient);
    }
    step = pairs.isEmpty() ? 1 / Math.max(1, Math.sqrt(-slope)) : 1;
    backtracks = 0;
    propose();
  }

  private void propose() {
    trial = point.clone();
    Vectors.add(trial, step, direction);
  }

  /** Minus the gradient times an estimate of the inverse Hessian, by two loops over the pairs. */
  private double[] direction() {
    double[] result = new double[gradient.length];
    Vectors.add(result, -1, gradient);
    double[] factors = new double[pairs.size()];
    int at = factors.length;
    for (Iterator<Pair> back = pairs.descendingIterator(); back.hasNext(); ) {
      Pair pair = back.next();
      factors[--at] = pair.inverse * Vectors.dot(pair.point, result);
      Vectors.add(result, -factors[at], pair.gradient);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      Vectors.scale(result, 1 / (last.inverse * Vectors.dot(last.gradient, last.gradient)));
    }
    for (Pair pair : pairs) {
      double factor = pair.inverse * Vectors.dot(pair.gradient, result);
      Vectors.add(result, factors[at++] - factor, pair.point);
    }
    return result;
  }
}
