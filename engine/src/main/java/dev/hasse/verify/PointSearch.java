package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.domain.BoxBatch;
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

  /** A counterexample among the centre of the question's box and pseudo-random points. */
  Optional<Counterexample> look(Question question, int samples, long seed) {
    double[] points = points(question, samples, seed);
    return best(question, points, distances(question, points));
  }

  private static double[] points(Question question, int samples, long seed) {
    BoxBatch box = question.box();
    int inputs = box.dimension();
    double[] points = new double[(1 + samples) * inputs];
    for (int i = 0; i < inputs; i++) {
      points[i] = 0.5 * box.lower(0, i) + 0.5 * box.upper(0, i);
    }
    for (int p = 0; p < samples; p++) {
      double[] point = BoundAnalysis.samplePoint(box, 0, samples, seed, p);
      System.arraycopy(point, 0, points, (1 + p) * inputs, inputs);
    }
    return points;
  }

  /** How far each point's outputs are from satisfying a conjunction. */
  private double[] distances(Question question, double[] points) {
    double[] outputs = analysis.forward(points);
    int width = analysis.network().outputs();
    double[] distances = new double[outputs.length / width];
    for (int p = 0; p < distances.length; p++) {
      distances[p] = question.distance(outputs, p * width, width);
    }
    return distances;
  }

  /** A confirmed one among points with these distances. */
  private Optional<Counterexample> best(Question question, double[] points, double[] distances) {
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
