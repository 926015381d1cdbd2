package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks at open boxes from the middle of each and from the middles of its sides: which coordinate
 * moves the outputs most, and whether one of these points is a counterexample.
 */
final class SplitProbe {
  /** So that an input that does nothing at the probes is split at last, if it is wide. */
  private static final double SHARE_OF_WIDTH = 1e-3;

  private final BoundAnalysis analysis;
  private final Confirmation confirmation;

  SplitProbe(BoundAnalysis analysis, Confirmation confirmation) {
    this.analysis = analysis;
    this.confirmation = confirmation;
  }

  /**
   * What the probes of a batch say.
   *
   * @param coordinate for each box where to split it; -1 where it is too thin to be split
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Findings(int[] coordinate, Optional<Counterexample> counterexample) {}

  Findings look(List<OpenBox> boxes) {
    int inputs = analysis.network().inputs();
    int width = analysis.network().outputs();
    int probes = 1 + 2 * inputs;
    double[] points = new double[boxes.size() * probes * inputs];
    for (int b = 0; b < boxes.size(); b++) {
      place(boxes.get(b), points, b * probes * inputs);
    }
    double[] outputs = analysis.forward(points);
    int[] coordinate = new int[boxes.size()];
    for (int b = 0; b < boxes.size(); b++) {
      OpenBox box = boxes.get(b);
      double[] distances = new double[probes];
      for (int p = 0; p < probes; p++) {
        distances[p] = box.question().distance(outputs, (b * probes + p) * width, width);
        if (distances[p] <= 0) {
          int at = (b * probes + p) * inputs;
          Optional<Counterexample> found =
              confirmation.confirm(box.question(), Arrays.copyOfRange(points, at, at + inputs));
          if (found.isPresent()) {
            return new Findings(coordinate, found);
          }
        }
      }
      coordinate[b] = steepest(box, distances);
    }
    return new Findings(coordinate, Optional.empty());
  }

  /** The middle, then for each coordinate the middles of the two sides across it. */
  private static void place(OpenBox box, double[] points, int at) {
    int inputs = box.dimension();
    for (int p = 0; p <= 2 * inputs; p++) {
      for (int i = 0; i < inputs; i++) {
        points[at + p * inputs + i] = box.middle(i);
      }
    }
    for (int i = 0; i < inputs; i++) {
      points[at + (1 + 2 * i) * inputs + i] = box.lower()[i];
      points[at + (2 + 2 * i) * inputs + i] = box.upper()[i];
    }
  }

  private static int steepest(OpenBox box, double[] distances) {
    int chosen = -1;
    double steepest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < box.dimension(); i++) {
      double below = Math.abs(distances[1 + 2 * i] - distances[0]);
      double above = Math.abs(distances[2 + 2 * i] - distances[0]);
      double score = below + above + SHARE_OF_WIDTH * (box.upper()[i] - box.lower()[i]);
      if (box.canSplit(i) && score > steepest) {
        steepest = score;
        chosen = i;
      }
    }
    return chosen;
  }
}
