package dev.hasse.sweep;

/**
 * One question: does every input near this one get its label?
 *
 * @param number in the order of the plan, from 0
 * @param pairing its network and dataset
 * @param input index in the dataset
 * @param radius asked; of a bisection the largest to try
 */
record SweepQuestion(long number, Pairing pairing, int input, double radius, long seed) {
  /** The class that the input should get. */
  int label() {
    return pairing.labels().at(input, 0);
  }

  /** Writes the input's values from {@code at} on. */
  void copyTo(double[] target, int at) {
    double[] values = pairing.images().values(input, input + 1);
    System.arraycopy(values, 0, target, at, values.length);
  }
}
