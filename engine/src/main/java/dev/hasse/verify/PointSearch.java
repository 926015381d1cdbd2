package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import java.util.Arrays;
import java.util.Optional;

/**
 * Looks for counterexamples at points: evaluates them in the backend's own arithmetic and hands
 * those that seem to be one to the confirmation, the best first.
 */
final class PointSearch {
  /** Points that seem to be counterexamples but cannot be confirmed are tried so often a call. */
  private static final int MOST_CONFIRMATIONS = 8;

  private final BoundAnalysis analysis;
  private final Confirmation confirmation;

  PointSearch(BoundAnalysis analysis, Confirmation confirmation) {
    this.analysis = analysis;
    this.confirmation = confirmation;
  }

  /** A counterexample among pseudo-random points of the question's box, its centre and corners. */
  Optional<Counterexample> sample(Question question, int samples, long seed) {
    int inputs = question.box().dimension();
    double[] centre = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      centre[i] = 0.5 * question.box().lower(0, i) + 0.5 * question.box().upper(0, i);
    }
    double[] ends = new double[3 * inputs];
    System.arraycopy(centre, 0, ends, 0, inputs);
    System.arraycopy(question.box().lower(), 0, ends, inputs, inputs);
    System.arraycopy(question.box().upper(), 0, ends, 2 * inputs, inputs);
    double[] distances = distances(question, ends);
    Optional<Counterexample> found = best(question, ends, distances);
    if (found.isPresent() || samples == 0) {
      return found;
    }
    double[] points = new double[samples * inputs];
    for (int p = 0; p < samples; p++) {
      double[] point = BoundAnalysis.samplePoint(question.box(), 0, samples, seed, p);
      System.arraycopy(point, 0, points, p * inputs, inputs);
    }
    distances = distances(question, points);
    found = best(question, points, distances);
    return found.isPresent()
        ? found
        : new LocalSearch(this, question, seed).from(points, distances);
  }

  /** How far each point's outputs are from satisfying a conjunction. */
  double[] distances(Question question, double[] points) {
    double[] outputs = analysis.forward(points);
    int width = analysis.network().outputs();
    double[] distances = new double[outputs.length / width];
    for (int p = 0; p < distances.length; p++) {
      distances[p] = question.distance(outputs, p * width, width);
    }
    return distances;
  }

  /** A confirmed one among points with these distances. */
  Optional<Counterexample> best(Question question, double[] points, double[] distances) {
    int inputs = question.box().dimension();
    int tries = 0;
    for (int p = 0; p < distances.length && tries < MOST_CONFIRMATIONS; p++) {
      if (distances[p] <= 0) {
        tries++;
        Optional<Counterexample> found =
            confirmation.confirm(
                question, Arrays.copyOfRange(points, p * inputs, (p + 1) * inputs));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
