package dev.hasse.domain;

import java.util.Arrays;

/**
 * Linear forms of a network's outputs whose lower bounds are wanted, for each box of a batch: the
 * rows of a matrix C, with a constant. Boxes may have different forms, and different numbers of
 * them (a certification question has one form {@code y_label - y_j} for each other class, and each
 * image its own label).
 */
public final class Objectives {
  private final int outputs;
  private final int[] start;
  private final double[] coefficients;
  private final double[] constants;

  /**
   * Takes the arrays over.
   *
   * @param outputs number of outputs of the network
   * @param start length {@code boxes + 1}: the rows of box b are {@code start[b]} to {@code start[b
   *     + 1] - 1}
   * @param coefficients {@code [row][output]} flat, finite
   * @param constants one a row, finite
   */
  public Objectives(int outputs, int[] start, double[] coefficients, double[] constants) {
    int rows = start[start.length - 1];
    if (start[0] != 0 || constants.length != rows || coefficients.length != (long) rows * outputs) {
      throw new IllegalArgumentException(
          rows
              + " objectives of "
              + outputs
              + " outputs, found "
              + coefficients.length
              + " coefficients and "
              + constants.length
              + " constants");
    }
    for (double coefficient : coefficients) {
      if (!Double.isFinite(coefficient)) {
        throw new IllegalArgumentException("an objective's coefficient is " + coefficient);
      }
    }
    this.outputs = outputs;
    this.start = start;
    this.coefficients = coefficients;
    this.constants = constants;
  }

  /** The same rows of C, {@code [row][output]} flat, without constants, for every box. */
  public static Objectives shared(int boxes, int outputs, double[] c) {
    int rows = c.length / outputs;
    int[] start = new int[boxes + 1];
    double[] all = new double[boxes * c.length];
    for (int b = 0; b < boxes; b++) {
      start[b + 1] = start[b] + rows;
      System.arraycopy(c, 0, all, b * c.length, c.length);
    }
    return new Objectives(outputs, start, all, new double[boxes * rows]);
  }

  /** For each box every output, and then the negative of every output. */
  public static Objectives bothSides(int boxes, int outputs) {
    double[] c = new double[2 * outputs * outputs];
    for (int i = 0; i < outputs; i++) {
      c[i * outputs + i] = 1;
      c[(outputs + i) * outputs + i] = -1;
    }
    return shared(boxes, outputs, c);
  }

  /** For each box the forms {@code y_label - y_j}, j over the other classes in order. */
  public static Objectives margins(int outputs, int[] labels) {
    int each = outputs - 1;
    int[] start = new int[labels.length + 1];
    double[] c = new double[labels.length * each * outputs];
    for (int b = 0; b < labels.length; b++) {
      start[b + 1] = start[b] + each;
      for (int k = 0; k < each; k++) {
        int row = (start[b] + k) * outputs;
        c[row + labels[b]] = 1;
        c[row + (k < labels[b] ? k : k + 1)] = -1;
      }
    }
    return new Objectives(outputs, start, c, new double[labels.length * each]);
  }

  public int boxes() {
    return start.length - 1;
  }

  public int outputs() {
    return outputs;
  }

  /** Number of rows of all boxes together. */
  public int rows() {
    return constants.length;
  }

  /** First row of a box; {@code start(boxes())} is the number of rows. */
  public int start(int box) {
    return start[box];
  }

  public double coefficient(int row, int output) {
    return coefficients[row * outputs + output];
  }

  public double constant(int row) {
    return constants[row];
  }

  /** The objectives of the boxes {@code from} (included) to {@code to} (excluded). */
  public Objectives slice(int from, int to) {
    int first = start[from];
    int last = start[to];
    int[] part = new int[to - from + 1];
    for (int b = from; b <= to; b++) {
      part[b - from] = start[b] - first;
    }
    return new Objectives(
        outputs,
        part,
        Arrays.copyOfRange(coefficients, first * outputs, last * outputs),
        Arrays.copyOfRange(constants, first, last));
  }
}
