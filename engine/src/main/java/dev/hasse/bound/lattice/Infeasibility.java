package dev.hasse.bound.lattice;

import dev.hasse.solver.DualBound;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolverInstance;
import java.util.Arrays;

/**
 * A proof that a model has no point. Every row gets the same slack s >= 0, and s is minimised: a
 * point of the model would be one of these rows with s = 0, so a positive lower bound of s,
 * computed from the multipliers with outward rounding, excludes it. Integrality is dropped.
 */
final class Infeasibility {
  private static final double LARGEST_SLACK = 1e9;

  private Infeasibility() {}

  /** Whether it could be proved. */
  static boolean isProved(LinearModel model, LinearSolver solver, double seconds) {
    LinearModel.Builder builder = LinearModel.builder();
    for (int j = 0; j < model.variables(); j++) {
      builder.variable(model.lower(j), model.upper(j));
    }
    int slack = builder.variable(0, LARGEST_SLACK);
    for (LinearModel.Row row : model.rows()) {
      if (row.lower() > Double.NEGATIVE_INFINITY) {
        builder.row(with(row.form(), slack, 1), row.lower(), Double.POSITIVE_INFINITY);
      }
      if (row.upper() < Double.POSITIVE_INFINITY) {
        builder.row(with(row.form(), slack, -1), Double.NEGATIVE_INFINITY, row.upper());
      }
    }
    LinearModel elastic = builder.build();
    LinearForm form = new LinearForm(new int[] {slack}, new double[] {1}, 0);
    try (SolverInstance instance = solver.open(elastic)) {
      Solution solution = instance.minimize(form, SolveLimits.seconds(seconds));
      return solution.multipliers().isPresent()
          && DualBound.lower(elastic, form, solution.multipliers().get()) > 0;
    }
  }

  private static LinearForm with(LinearForm form, int column, double value) {
    int[] columns = new int[form.size() + 1];
    double[] values = new double[form.size() + 1];
    Arrays.setAll(columns, k -> k < form.size() ? form.column(k) : column);
    Arrays.setAll(values, k -> k < form.size() ? form.value(k) : value);
    return new LinearForm(columns, values, 0);
  }
}
