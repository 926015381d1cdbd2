package dev.hasse.bound.semidefinite;

import dev.hasse.compute.DenseAlgebra;
import java.util.Arrays;

/**
 * The matrices of a box's semidefinite relaxation. With {@code z = [1; w]}, minus the sum of
 * multipliers times constraints, an objective less the level t is {@code z' S z}, where
 *
 * <pre>
 * S = F - t E00 - sum_k d_k (E00 - e_k e_k') - sum_i c_i (E00 - s_i s_i') - sum_i h_i sym(f_i g_i')
 * </pre>
 *
 * with s_i the slack's form, {@code f_i = e0 + e_v(i)}, {@code g_i = e0 + s_i}. Matrices are {@code
 * [row][column]} flat, {@link #size()} wide, symmetric with both triangles.
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

  /**
   * S for an objective, or its change where the objective is null.
   *
   * @param weighted room for {@code neurons * size} numbers
   */
  void assemble(
      double[] objective,
      Multipliers multipliers,
      DenseAlgebra algebra,
      double[] weighted,
      double[] target) {
    weigh(multipliers, weighted);
    if (variable.length == 0) {
      Arrays.fill(target, 0, size * size, 0);
    } else {
      algebra.product(true, false, size, size, variable.length, 1, weighted, slacks, 0, target);
    }
    addSparse(objective, multipliers, target);
  }

  /** Each slack times its multiplier. */
  private void weigh(Multipliers multipliers, double[] weighted) {
    for (int i = 0; i < variable.length; i++) {
      double factor = multipliers.ofSlack(i);
      for (int k = i * size; k < (i + 1) * size; k++) {
        weighted[k] = factor * slacks[k];
      }
    }
  }

  /** Adds all of S but {@code sum_i c_i s_i s_i'}; both triangles. */
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
    if (objective != null) {
      corner += objective[0];
      for (int k = 1; k < size; k++) {
        target[k] += objective[k] / 2;
        target[k * size] += objective[k] / 2;
      }
    }
    target[0] += corner;
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
      target[row * size + k] += term;
      target[k * size + row] += term;
    }
  }
}
