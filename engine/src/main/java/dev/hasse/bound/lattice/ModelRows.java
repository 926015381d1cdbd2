package dev.hasse.bound.lattice;

import dev.hasse.numeric.Outward;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import java.util.Arrays;

/**
 * Variables and rows of a model in the making. A coefficient that solvers would take for zero
 * becomes a widening of the row by the variable's bounds.
 */
final class ModelRows {
  private static final double SMALLEST = 1e-9;

  /** So is a term that varies by less than this. */
  private static final double NEGLIGIBLE = 1e-11;

  private final LinearModel.Builder model = LinearModel.builder();
  private double[] lower = new double[256];
  private double[] upper = new double[256];
  private int count;

  /** Number of variables so far. */
  int variables() {
    return count;
  }

  /**
   * A variable for a value of the network.
   *
   * @param l lower bound of the value
   * @param u upper bound of the value
   * @param widening by how much the variable's own bounds are further out
   */
  int variable(double l, double u, double widening) {
    int variable = model.variable(Outward.subDown(l, widening), Outward.addUp(u, widening));
    note(l, u);
    return variable;
  }

  int binary() {
    int variable = model.binary();
    note(0, 1);
    return variable;
  }

  private void note(double l, double u) {
    if (count == lower.length) {
      lower = Arrays.copyOf(lower, 2 * count);
      upper = Arrays.copyOf(upper, 2 * count);
    }
    lower[count] = l;
    upper[count++] = u;
  }

  /** The variable's own bounds. */
  double lower(int variable) {
    return model.lower(variable);
  }

  double upper(int variable) {
    return model.upper(variable);
  }

  /** A row of few terms; returns its number. */
  int row(double from, double to, int[] columns, double... values) {
    return model.row(new LinearForm(columns, values, 0), from, to);
  }

  /** The row that says that a variable is the value of an expression of variables before it. */
  void equate(Expression expression, int variable) {
    Sparse sum = new Sparse(expression);
    sum.add(variable, -1);
    // sum + something in [constantLower, constantUpper] = 0
    model.row(sum.form(0), -sum.constantUpper, -sum.constantLower);
  }

  /** The row that keeps an expression of variables between two numbers, of which one is finite. */
  void between(Expression expression, double from, double to) {
    Sparse sum = new Sparse(expression);
    if (sum.size > 0) { // else nothing that the solver could choose
      model.row(
          sum.form(0),
          Outward.subDown(from, sum.constantUpper),
          Outward.subUp(to, sum.constantLower));
    }
  }

  /** The row that says that an expression of variables before it is at most a variable. */
  void atMost(Expression expression, int variable) {
    Sparse sum = new Sparse(expression);
    sum.add(variable, -1);
    model.row(sum.form(0), Double.NEGATIVE_INFINITY, -sum.constantLower);
  }

  /** A form that is at most the expression at every point of the network. */
  LinearForm atMost(Expression expression) {
    Sparse sum = new Sparse(expression);
    return sum.form(sum.constantLower);
  }

  LinearModel build() {
    return model.build();
  }

  /** The terms of an expression that are worth a coefficient; the others in the constant. */
  private final class Sparse {
    private final int[] columns;
    private final double[] values;
    private int size;
    private double constantLower;
    private double constantUpper;

    Sparse(Expression expression) {
      columns = new int[expression.length() + 2];
      values = new double[columns.length];
      constantLower = expression.lower();
      constantUpper = expression.upper();
      if (expression.isVariable()) {
        add(expression.variable(), 1);
      }
      for (int k = 0; k < expression.length(); k++) {
        double value = expression.coefficient(k);
        if (Math.abs(value) >= SMALLEST && Math.abs(value) * (upper[k] - lower[k]) >= NEGLIGIBLE) {
          add(k, value);
        } else if (value != 0) {
          double a = value > 0 ? lower[k] : upper[k];
          double b = value > 0 ? upper[k] : lower[k];
          constantLower = Outward.addDown(constantLower, Outward.mulDown(value, a));
          constantUpper = Outward.addUp(constantUpper, Outward.mulUp(value, b));
        }
      }
    }

    void add(int column, double value) {
      columns[size] = column;
      values[size++] = value;
    }

    LinearForm form(double constant) {
      return new LinearForm(Arrays.copyOf(columns, size), Arrays.copyOf(values, size), constant);
    }
  }
}
