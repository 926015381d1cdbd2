package dev.hasse.solver;

import dev.hasse.numeric.Outward;

/**
 * Lower bounds of a linear program from any multipliers, with outward rounding (Neumaier and
 * Shcherbina 2004, "Safe bounds in linear and mixed-integer linear programming", section 2): for
 * every y, {@code c x = y (A x) + (c - A' y) x >= sum_i min(y_i L_i, y_i U_i) + sum_j min over the
 * variable's bounds of d_j x_j}, d enclosing {@code c - A' y}. Integrality is not used, so the
 * bound holds for mixed-integer models too.
 */
public final class DualBound {
  private DualBound() {}

  /**
   * A bound that holds in real arithmetic for the model's doubles, whatever the multipliers.
   *
   * @param multipliers one a row; not-a-number and those that meet an infinite side count as 0
   */
  public static double lower(LinearModel model, LinearForm objective, double[] multipliers) {
    int variables = model.variables();
    double[] low = new double[variables];
    double[] high = new double[variables];
    for (int k = 0; k < objective.size(); k++) {
      low[objective.column(k)] = objective.value(k);
      high[objective.column(k)] = objective.value(k);
    }
    double bound = objective.constant();
    for (int i = 0; i < model.rows().size(); i++) {
      LinearModel.Row row = model.rows().get(i);
      double y = multipliers[i];
      double side = y > 0 ? row.lower() : row.upper();
      if (y == 0 || !Double.isFinite(y) || !Double.isFinite(side)) {
        continue;
      }
      bound = Outward.addDown(bound, Outward.mulDown(y, side));
      LinearForm form = row.form();
      for (int k = 0; k < form.size(); k++) {
        int j = form.column(k);
        low[j] = Outward.subDown(low[j], Outward.mulUp(y, form.value(k)));
        high[j] = Outward.subUp(high[j], Outward.mulDown(y, form.value(k)));
      }
    }
    for (int j = 0; j < variables; j++) {
      bound = Outward.addDown(bound, smallest(low[j], high[j], model.lower(j), model.upper(j)));
    }
    return Double.isNaN(bound) ? Double.NEGATIVE_INFINITY : bound;
  }

  /** The smallest product of a number in [a, b] and one in [l, u], rounded down. */
  private static double smallest(double a, double b, double l, double u) {
    return Math.min(
        Math.min(Outward.mulDown(a, l), Outward.mulDown(a, u)),
        Math.min(Outward.mulDown(b, l), Outward.mulDown(b, u)));
  }
}
