package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Certifies points by a cascade of bound methods: all points that are classified as labelled go
 * through the first method together, those it leaves undecided through the second, and so on.
 *
 * <p>A point is certified when the lower bound of {@code y_label - y_j} is positive for every other
 * class j, so that no point of its ball gets another class, not even by a tie. Does not own the
 * analysis.
 */
public final class Certification {
  private final BoundAnalysis analysis;
  private final List<BoundMethod> cascade;

  /**
   * @param analysis of a network with at least two outputs
   * @param cascade the methods in the order they are tried, at least one
   */
  public Certification(BoundAnalysis analysis, List<BoundMethod> cascade) {
    if (analysis.network().outputs() < 2) {
      throw new IllegalArgumentException(
          "a classifier has at least 2 outputs, " + analysis.network() + " is none");
    }
    if (cascade.isEmpty()) {
      throw new IllegalArgumentException("a cascade without a method");
    }
    this.analysis = analysis;
    this.cascade = List.copyOf(cascade);
  }

  /**
   * Asks of every point whether its whole ball gets its label.
   *
   * @param points with labels smaller than the number of outputs
   * @return one answer a point, in their order
   */
  public List<Answer> run(LabelledPoints points, Ball ball) {
    Batch batch = new Batch(points, ball.around(points));
    batch.classify();
    for (BoundMethod method : cascade) {
      batch.bound(method);
    }
    return batch.answers();
  }

  /** The state of one batch on its way through the cascade. */
  private final class Batch {
    private final LabelledPoints points;
    private final BoxBatch boxes;
    private final int[] predicted;
    private final Verdict[] verdict;
    private final BoundMethod[] method;
    private final Guarantee[] guarantee;
    private final double[] margin;
    private final double[] seconds;

    Batch(LabelledPoints points, BoxBatch boxes) {
      int count = points.count();
      this.points = points;
      this.boxes = boxes;
      predicted = new int[count];
      verdict = new Verdict[count];
      method = new BoundMethod[count];
      guarantee = new Guarantee[count];
      margin = new double[count];
      seconds = new double[count];
      Arrays.fill(verdict, Verdict.UNDECIDED);
      Arrays.fill(margin, Double.NEGATIVE_INFINITY);
    }

    /** Separates out the points that are misclassified themselves. */
    void classify() {
      long start = System.nanoTime();
      double[] outputs = analysis.forward(points.values());
      double share = secondsSince(start) / points.count();
      int width = analysis.network().outputs();
      for (int p = 0; p < points.count(); p++) {
        double[] scores = Arrays.copyOfRange(outputs, p * width, (p + 1) * width);
        predicted[p] = largest(scores);
        seconds[p] = share;
        if (predicted[p] != points.label(p)) {
          verdict[p] = Verdict.MISCLASSIFIED;
          margin[p] = scores[points.label(p)] - scores[predicted[p]];
        }
      }
    }

    /** Runs a method on everything that is still undecided, together. */
    void bound(BoundMethod tried) {
      int[] open =
          IntStream.range(0, points.count()).filter(p -> verdict[p] == Verdict.UNDECIDED).toArray();
      if (open.length == 0) {
        return;
      }
      int[] labels = Arrays.stream(open).map(points::label).toArray();
      Objectives objectives = Objectives.margins(analysis.network().outputs(), labels);
      long start = System.nanoTime();
      ObjectiveBounds bounds = analysis.objectives(boxes.select(open), objectives, tried);
      double share = secondsSince(start) / open.length;
      for (int k = 0; k < open.length; k++) {
        int p = open[k];
        method[p] = tried;
        guarantee[p] =
            guarantee[p] == null ? bounds.guarantee() : guarantee[p].and(bounds.guarantee());
        margin[p] = Math.max(margin[p], bounds.smallest(objectives, k));
        seconds[p] += share;
        if (margin[p] > 0) {
          verdict[p] = Verdict.CERTIFIED;
        }
      }
    }

    List<Answer> answers() {
      List<Answer> answers = new ArrayList<>(points.count());
      for (int p = 0; p < points.count(); p++) {
        answers.add(
            new Answer(
                points.label(p),
                predicted[p],
                verdict[p],
                Optional.ofNullable(method[p]),
                Optional.ofNullable(guarantee[p]),
                margin[p],
                seconds[p]));
      }
      return answers;
    }
  }

  private static int largest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
