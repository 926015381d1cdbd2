package dev.hasse.bound.lattice;

import dev.hasse.numeric.Outward;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import java.util.Arrays;

/**
 * Collects one row {@code lower <= sum a x <= upper} whose sides are widened, rounded outwards, by
 * the bounds of everything that gets no coefficient.
 */
final class RowBuilder {
  /** Solvers take a coefficient below this for zero, so it becomes a widening instead. */
  private static final double SMALLEST = 1e-9;

  private int[] columns = new int[64];
  private double[] values = new double[64];
  private int size;
  private double lower;
  private double upper;

  RowBuilder(double lower, double upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /** Adds {@code coefficient * quantity}, a known quantity, to the left side. */
  void add(double coefficient, Quantities quantities, int node, int neuron) {
    if (coefficient == 0) {
      return;
    }
    if (quantities.isVariable(node, neuron) && Math.abs(coefficient) >= SMALLEST) {
      add(coefficient, quantities.variable(node, neuron));
    } else {
      double l = quantities.lower(node, neuron);
      double u = quantities.upper(node, neuron);
      double atLower = coefficient > 0 ? l : u;
      double atUpper = coefficient > 0 ? u : l;
      // left side less these terms, which lie between the two products
      lower = Outward.subDown(lower, Outward.mulUp(coefficient, atUpper));
      upper = Outward.subUp(upper, Outward.mulDown(coefficient, atLower));
    }
  }

  /** Adds a term of a variable that occurs nowhere else in the row. */
  void add(double coefficient, int variable) {
    if (size == columns.length) {
      columns = Arrays.copyOf(columns, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    columns[size] = variable;
    values[size++] = coefficient;
  }

  /** Widens both sides. */
  void widen(double by) {
    lower = Outward.subDown(lower, by);
    upper = Outward.addUp(upper, by);
  }

  /** The number of the row in the model. */
  int addTo(LinearModel.Builder model) {
    return model.row(form(0), lower, upper);
  }

  /** A form that is at most the sum of everything added. */
  LinearForm lowerForm() {
    // the sides hold minus the omitted terms: sum a x + omitted >= sum a x - upper
    return form(-upper);
  }

  private LinearForm form(double constant) {
    return new LinearForm(Arrays.copyOf(columns, size), Arrays.copyOf(values, size), constant);
  }
}
