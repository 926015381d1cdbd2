package dev.hasse.bound.semidefinite;

/**
 * The matrices of a box's semidefinite relaxation. With {@code z = [1; w]}, minus the sum of
 * multipliers times constraints, an objective less the level t is {@code z' S z}, where
 *
 * <pre>
 * S = F - t E00 - sum_k d_k (E00 - e_k e_k') - sum_i c_i (E00 - s_i s_i') - sum_i h_i sym(f_i g_i')
 * </pre>
 *
 * with s_i the slack's form, {@code f_i = e0 + e_v(i)}, {@code g_i = e0 + s_i}. Matrices are {@code
 * [row][column]} flat, {@link #size()} wide, of which the upper triangle is used.
 */
final class LiftedProgram {
  private final int size;
  private final int[] variable; // of a neuron
  private final double[] slacks; // [neuron][size] flat
  private final double[] slackErrors;

  LiftedProgram(LiftedBox box) {
    this.size = box.size();
    this.variable = new int[box.neurons()];
    this.slacks = new double[Math.multiplyExact(box.neurons(), size)];
    this.slackErrors = new double[box.neurons()];
    for (int i = 0; i < variable.length; i++) {
      variable[i] = box.variable(i);
      Form slack = box.slack(i);
      System.arraycopy(slack.row(), 0, slacks, i * size, size);
      slackErrors[i] = slack.error();
    }
  }

  /** Rows and columns: one more than variables. */
  int size() {
    return size;
  }

  int variables() {
    return size - 1;
  }

  int neurons() {
    return variable.length;
  }

  /** The row of a neuron's variable. */
  int variable(int neuron) {
    return variable[neuron];
  }

  /** All slacks, {@code [neuron][size]} flat; not to be changed. */
  double[] slacks() {
    return slacks;
  }

  /** By how much the true slack of a neuron may differ from its form. */
  double slackError(int neuron) {
    return slackErrors[neuron];
  }

  /** What a neuron's slack gains with its variable. */
  double slope(int neuron) {
    return slacks[neuron * size + variable[neuron]];
  }

  /** The slack of a neuron at a point, with 1 in front. */
  double slack(int neuron, double[] z) {
    double sum = 0;
    int from = neuron * size;
    for (int k = 0; k < size; k++) {
      sum += slacks[from + k] * z[k];
    }
    return sum;
  }

  /** Adds a multiple of a slack's form. */
  void addSlack(int neuron, double factor, double[] target) {
    int from = neuron * size;
    for (int k = 0; k < size; k++) {
      target[k] += factor * slacks[from + k];
    }
  }

  /** {@code S v}, without S. */
  double[] apply(double[] objective, Multipliers multipliers, double[] v) {
    double[] result = new double[size];
    double corner = objective[0] - multipliers.level();
    for (int k = 1; k < size; k++) {
      double factor = multipliers.ofVariable(k - 1);
      corner -= factor;
      result[k] = factor * v[k] + objective[k] / 2 * v[0];
      result[0] += objective[k] / 2 * v[k];
    }
    for (int i = 0; i < variable.length; i++) {
      corner -= multipliers.ofSlack(i);
      double slack = slack(i, v);
      double half = -multipliers.ofKink(i) / 2;
      double f = v[0] + v[variable[i]];
      double g = v[0] + slack;
      result[0] += half * (f + g);
      result[variable[i]] += half * g;
      addSlack(i, multipliers.ofSlack(i) * slack + half * f, result);
    }
    result[0] += corner * v[0];
    return result;
  }

  /** Adds all of S but {@code sum_i c_i s_i s_i'}, to the upper triangle. */
  void addSparse(double[] objective, Multipliers multipliers, double[] target) {
    double corner = -multipliers.level();
    for (int k = 0; k < size - 1; k++) {
      double factor = multipliers.ofVariable(k);
      corner -= factor;
      target[(k + 1) * size + k + 1] += factor;
    }
    for (int i = 0; i < variable.length; i++) {
      corner -= multipliers.ofSlack(i);
      addKink(i, -multipliers.ofKink(i) / 2, target);
    }
    for (int k = 1; k < size; k++) {
      target[k] += objective[k] / 2;
    }
    target[0] += corner + objective[0];
  }

  /** Adds {@code factor (f g' + g f')} of a neuron. */
  private void addKink(int neuron, double factor, double[] target) {
    addCross(0, neuron, factor, target);
    addCross(variable[neuron], neuron, factor, target);
  }

  /** Adds {@code factor (e g' + g e')} for the unit vector e of a row. */
  private void addCross(int row, int neuron, double factor, double[] target) {
    int from = neuron * size;
    for (int k = 0; k < size; k++) {
      double term = factor * (slacks[from + k] + (k == 0 ? 1 : 0));
      target[Math.min(row, k) * size + Math.max(row, k)] += k == row ? 2 * term : term;
    }
  }
}
