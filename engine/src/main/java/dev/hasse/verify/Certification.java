package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Certifies points by a cascade of bound methods: all points that are classified as labelled go
 * through the first method together, those it leaves undecided through the second, and so on.
 *
 * <p>A point is certified when the lower bound of {@code y_label - y_j} is positive for every other
 * class j, so that no point of its ball gets another class, not even by a tie. It is violated when
 * a solver met an input of its ball at which some {@code y_label - y_j} is at most 0, evaluated in
 * outward-rounded arithmetic. Owns neither analysis.
 */
public final class Certification {
  private final Attempts attempts;
  private final List<BoundMethod> cascade;

  /**
   * Certification by propagation alone.
   *
   * @param analysis of a network with at least two outputs
   * @param cascade the methods in the order they are tried, at least one, none that optimises
   */
  public Certification(BoundAnalysis analysis, List<BoundMethod> cascade) {
    this(analysis, Optimizers.NONE, cascade);
  }

  /**
   * Certification by any methods.
   *
   * @param analysis of a network with at least two outputs
   * @param optimizers of the same network: those that the cascade's methods run on
   * @param cascade the methods in the order they are tried, at least one
   */
  public Certification(BoundAnalysis analysis, Optimizers optimizers, List<BoundMethod> cascade) {
    if (cascade.isEmpty()) {
      throw new IllegalArgumentException("a cascade without a method");
    }
    if (!optimizers.serve(cascade)) {
      throw new IllegalArgumentException(cascade + " wants more than there is: " + optimizers);
    }
    this.attempts = new Attempts(analysis, optimizers);
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
    private final double[] outset;
    private final double[] seconds;
    private final List<Standing> standings;

    Batch(LabelledPoints points, BoxBatch boxes) {
      int count = points.count();
      this.points = points;
      this.boxes = boxes;
      predicted = new int[count];
      outset = new double[count];
      seconds = new double[count];
      standings = Stream.generate(Standing::new).limit(count).toList();
    }

    /** Separates out the points that are misclassified themselves. */
    void classify() {
      long start = System.nanoTime();
      List<Attempts.Prediction> predictions = attempts.predictions(points);
      double share = secondsSince(start) / points.count();
      for (int p = 0; p < points.count(); p++) {
        double[] scores = predictions.get(p).scores();
        predicted[p] = predictions.get(p).label();
        seconds[p] = share;
        if (predicted[p] != points.label(p)) {
          standings.get(p).misclassified();
          outset[p] = scores[points.label(p)] - scores[predicted[p]];
        }
      }
    }

    /** Runs a method on everything that is still undecided, together. */
    void bound(BoundMethod tried) {
      int[] open =
          IntStream.range(0, points.count())
              .filter(p -> standings.get(p).verdict() == Verdict.UNDECIDED)
              .toArray();
      if (open.length == 0) {
        return;
      }
      int[] labels = Arrays.stream(open).map(points::label).toArray();
      long start = System.nanoTime();
      List<Attempt> found = attempts.of(boxes.select(open), labels, tried);
      double share = secondsSince(start) / open.length;
      for (int k = 0; k < open.length; k++) {
        standings.get(open[k]).note(tried, found.get(k));
        seconds[open[k]] += share;
      }
    }

    List<Answer> answers() {
      List<Answer> answers = new ArrayList<>(points.count());
      for (int p = 0; p < points.count(); p++) {
        Standing standing = standings.get(p);
        answers.add(
            new Answer(
                points.label(p),
                predicted[p],
                standing.verdict(),
                standing.method(),
                standing.guarantee(),
                standing.verdict() == Verdict.MISCLASSIFIED ? outset[p] : standing.margin(),
                standing.counterexample(),
                seconds[p]));
      }
      return answers;
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
