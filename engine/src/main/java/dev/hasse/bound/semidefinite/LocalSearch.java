package dev.hasse.bound.semidefinite;

/**
 * Looks for a point of the box where an objective is small, by signs of gradients (Goodfellow,
 * Shlens and Szegedy 2015, arXiv 1412.6572, repeated): corners of the input box, and the network's
 * values there up to rounding.
 */
final class LocalSearch {
  private static final int STEPS = 12;

  private final LiftedProgram program;
  private final boolean[] isNeuron;

  LocalSearch(LiftedProgram program) {
    this.program = program;
    this.isNeuron = new boolean[program.size()];
    for (int i = 0; i < program.neurons(); i++) {
      isNeuron[program.variable(i)] = true;
    }
  }

  /** The best point met, in the box's variables, with 1 in front. */
  double[] lowest(Form objective) {
    double[] z = new double[program.size()];
    z[0] = 1;
    double[] best = z;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS; step++) {
      forward(z);
      double value = Vectors.dot(objective.row(), z);
      if (value < least) {
        least = value;
        best = z.clone();
      }
      double[] slope = backward(objective, z);
      for (int k = 1; k < z.length; k++) {
        if (!isNeuron[k]) {
          z[k] = -Math.signum(slope[k]);
        }
      }
    }
    return best;
  }

  /** Sets the neurons' variables: the slack is 0 where they are active, else the output. */
  private void forward(double[] z) {
    for (int i = 0; i < program.neurons(); i++) {
      int own = program.variable(i);
      z[own] = 0;
      double rest = program.slack(i, z); // neurons that come later have no part in it
      z[own] = Math.max(-1, Math.min(1, (-1 - rest) / program.slope(i)));
    }
  }

  private double[] backward(Form objective, double[] z) {
    double[] slope = objective.row().clone();
    for (int i = program.neurons() - 1; i >= 0; i--) {
      int own = program.variable(i);
      if (z[own] > -1) {
        program.addSlack(i, -slope[own] / program.slope(i), slope);
      }
    }
    return slope;
  }
}
