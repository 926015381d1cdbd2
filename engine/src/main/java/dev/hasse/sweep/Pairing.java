package dev.hasse.sweep;

import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.Images;

/**
 * A network and a dataset that fit, with the questions about both: for each seed, each input and
 * each radius, in this order.
 *
 * @param network of the plan
 * @param networkHash SHA-256 of its file
 * @param dataset of the plan, its ranges as the file has them
 * @param first number of the pair's first question
 * @param count of its questions
 */
record Pairing(
    PlannedNetwork network,
    String networkHash,
    PlannedDataset dataset,
    Images images,
    IdxBytes labels,
    long first,
    long count) {
  /** The number of the question after the last one. */
  long end() {
    return first + count;
  }

  /** How many inputs are asked about. */
  static long inputs(PlannedDataset dataset) {
    return dataset.inputs().stream().mapToLong(InputRange::count).sum();
  }

  /** The index in the dataset of the k-th input that is asked about. */
  int input(long k) {
    long left = k;
    for (InputRange range : dataset.inputs()) {
      if (left < range.count()) {
        return (int) (range.first() + left);
      }
      left -= range.count();
    }
    throw new IndexOutOfBoundsException("input " + k + " of " + dataset);
  }
}
