package dev.hasse.bound.analytic;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.DifferenceNetwork;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.numeric.Philox;
import java.util.Arrays;

/**
 * Looks for a point of large divergence: from a start, rounds of random changes of a few
 * coordinates, mostly to an end of their interval; the best of each round is the next start.
 */
final class WitnessSearch {
  private static final int ROUNDS = 12;
  private static final int CANDIDATES = 128;

  /** A coordinate's number below this moves it to its lower end, below twice this to its upper. */
  private static final double TO_AN_END = 0.4;

  private final BoundAnalysis difference;
  private final BoxBatch box;
  private final long seed;

  /**
   * @param difference of a {@link DifferenceNetwork}
   * @param box one box
   */
  WitnessSearch(BoundAnalysis difference, BoxBatch box, long seed) {
    this.difference = difference;
    this.box = box;
    this.seed = seed;
  }

  /** The best point found; the start itself where nothing is better. */
  double[] from(double[] start) {
    int dimension = start.length;
    double[] best = start.clone();
    double reached = divergence(best)[0];
    for (int round = 0; round < ROUNDS; round++) {
      double[] candidates = new double[CANDIDATES * dimension];
      for (int c = 0; c < CANDIDATES; c++) {
        double[] changed = changed(best, round, c);
        System.arraycopy(changed, 0, candidates, c * dimension, dimension);
      }
      double[] found = divergence(candidates);
      for (int c = 0; c < CANDIDATES; c++) {
        if (found[c] > reached) {
          reached = found[c];
          best = Arrays.copyOfRange(candidates, c * dimension, (c + 1) * dimension);
        }
      }
    }
    return best;
  }

  private double[] divergence(double[] points) {
    Network network = difference.network();
    return difference.divergence(
        points, DifferenceNetwork.network(network), DifferenceNetwork.relaxation(network));
  }

  /** Candidate c changes a share of the coordinates, from one in two down to single ones. */
  private double[] changed(double[] point, int round, int candidate) {
    double[] numbers = new double[2 * point.length];
    Philox.uniforms(seed, -1 - round, candidate, numbers);
    double share = Math.max(0.5 / (1 + candidate), 1.5 / point.length);
    double[] changed = point.clone();
    for (int i = 0; i < point.length; i++) {
      if (numbers[i] < share) {
        double lower = box.lower(0, i);
        double upper = box.upper(0, i);
        double t = numbers[point.length + i];
        changed[i] =
            t < TO_AN_END ? lower : t < 2 * TO_AN_END ? upper : lower + t * (upper - lower);
      }
    }
    return changed;
  }
}
