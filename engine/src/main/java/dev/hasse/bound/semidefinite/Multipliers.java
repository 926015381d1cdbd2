package dev.hasse.bound.semidefinite;

/**
 * A point of the dual: a level t and a multiplier for each constraint of the lifted problem.
 *
 * @param values t; one for {@code 1 - w_k^2 >= 0} of each variable; one for {@code 1 - s_i^2 >= 0}
 *     of the slack of each neuron; one for {@code (1 + w_i) (1 + s_i) = 0} of each neuron
 * @param variables number of variables
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Multipliers(double[] values, int variables) {
  static Multipliers zeros(int variables, int neurons) {
    return new Multipliers(new double[1 + variables + 2 * neurons], variables);
  }

  int neurons() {
    return (values.length - 1 - variables) / 2;
  }

  double level() {
    return values[0];
  }

  double ofVariable(int variable) {
    return values[1 + variable];
  }

  double ofSlack(int neuron) {
    return values[1 + variables + neuron];
  }

  double ofKink(int neuron) {
    return values[1 + variables + neurons() + neuron];
  }

  /** How many of the values must not be negative: those from 1 on. */
  int signed() {
    return variables + neurons();
  }
}
