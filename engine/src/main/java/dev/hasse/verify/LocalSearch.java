package dev.hasse.verify;

import dev.hasse.numeric.Philox;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Improves points towards a counterexample by random steps, many starts at a time: each round every
 * start tries changes of a few coordinates, to an end or by a step, and keeps its best; steps
 * shrink where nothing is better.
 */
final class LocalSearch {
  private static final int STARTS = 16;
  private static final int CANDIDATES = 64;
  private static final int ROUNDS = 40;

  /** A coordinate's number below this moves it to its lower end, below twice this to its upper. */
  private static final double TO_AN_END = 0.1;

  private final PointSearch points;
  private final Question question;
  private final long seed;
  private final int inputs;

  LocalSearch(PointSearch points, Question question, long seed) {
    this.points = points;
    this.question = question;
    this.seed = seed;
    this.inputs = question.box().dimension();
  }

  /**
   * A confirmed counterexample, if the search meets one.
   *
   * @param samples to choose the starts from, {@code [point][input]} flat
   * @param distances of the samples
   */
  Optional<Counterexample> from(double[] samples, double[] distances) {
    List<Integer> order =
        IntStream.range(0, distances.length)
            .boxed()
            .sorted(Comparator.comparingDouble(p -> distances[p]))
            .limit(STARTS)
            .toList();
    double[][] best = new double[order.size()][];
    double[] reached = new double[order.size()];
    double[] step = new double[order.size()];
    for (int s = 0; s < best.length; s++) {
      int at = order.get(s) * inputs;
      best[s] = Arrays.copyOfRange(samples, at, at + inputs);
      reached[s] = distances[order.get(s)];
      step[s] = 0.5;
    }
    for (int round = 0; round < ROUNDS; round++) {
      double[] tried = candidates(best, step, round);
      double[] found = points.distances(question, tried);
      Optional<Counterexample> counterexample = points.best(question, tried, found);
      if (counterexample.isPresent()) {
        return counterexample;
      }
      for (int s = 0; s < best.length; s++) {
        boolean better = false;
        for (int c = s * CANDIDATES; c < (s + 1) * CANDIDATES; c++) {
          if (found[c] < reached[s]) {
            reached[s] = found[c];
            best[s] = Arrays.copyOfRange(tried, c * inputs, (c + 1) * inputs);
            better = true;
          }
        }
        step[s] = better ? step[s] : 0.6 * step[s];
      }
    }
    return Optional.empty();
  }

  private double[] candidates(double[][] best, double[] step, int round) {
    double[] tried = new double[best.length * CANDIDATES * inputs];
    double[] numbers = new double[2 * inputs];
    for (int s = 0; s < best.length; s++) {
      for (int c = 0; c < CANDIDATES; c++) {
        Philox.uniforms(seed, -1 - round, s * CANDIDATES + c, numbers);
        change(best[s], numbers, step[s], c, tried, (s * CANDIDATES + c) * inputs);
      }
    }
    return tried;
  }

  /** Candidate c changes a share of the coordinates, from all of them down to single ones. */
  private void change(
      double[] point, double[] numbers, double step, int candidate, double[] tried, int at) {
    double share = Math.max(1.0 / (1 + candidate % 8), 1.5 / inputs);
    for (int i = 0; i < inputs; i++) {
      double lower = question.box().lower(0, i);
      double upper = question.box().upper(0, i);
      double t = numbers[inputs + i];
      double value = point[i];
      if (numbers[i] < share) {
        value =
            t < TO_AN_END
                ? lower
                : t < 2 * TO_AN_END
                    ? upper
                    : value + step * (upper - lower) * (2 * (t - 2 * TO_AN_END) / 0.8 - 1);
      }
      tried[at + i] = Math.max(lower, Math.min(upper, value));
    }
  }
}
