package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.RelaxationElement;
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
 * class j, so that no point of its ball gets another class, not even by a tie. It is violated when
 * a solver met an input of its ball at which some {@code y_label - y_j} is at most 0, evaluated in
 * outward-rounded arithmetic. Owns neither analysis.
 */
public final class Certification {
  /** A margin that a solver's tolerances could have made does not certify. */
  private static final double SOLVER_TOLERANCE = 1e-6;

  private final BoundAnalysis analysis;
  private final Optional<LatticeAnalysis> lattice;
  private final List<BoundMethod> cascade;

  /**
   * Certification by propagation alone.
   *
   * @param analysis of a network with at least two outputs
   * @param cascade the methods in the order they are tried, at least one, none that wants a solver
   */
  public Certification(BoundAnalysis analysis, List<BoundMethod> cascade) {
    this(analysis, Optional.empty(), cascade);
  }

  /**
   * Certification by any methods.
   *
   * @param analysis of a network with at least two outputs
   * @param lattice of the same network; needed where the cascade has a method that wants a solver
   * @param cascade the methods in the order they are tried, at least one
   */
  public Certification(
      BoundAnalysis analysis, Optional<LatticeAnalysis> lattice, List<BoundMethod> cascade) {
    if (analysis.network().outputs() < 2) {
      throw new IllegalArgumentException(
          "a classifier has at least 2 outputs, " + analysis.network() + " is none");
    }
    if (cascade.isEmpty()) {
      throw new IllegalArgumentException("a cascade without a method");
    }
    if (lattice.isEmpty() && cascade.stream().anyMatch(BoundMethod::isSolved)) {
      throw new IllegalArgumentException(cascade + " wants a solver");
    }
    this.analysis = analysis;
    this.lattice = lattice;
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
    private final double[][] counterexample;

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
      counterexample = new double[count][];
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
      if (tried.isSolved()) {
        solve(tried, open, objectives);
      } else {
        propagate(tried, open, objectives);
      }
      double share = secondsSince(start) / open.length;
      for (int p : open) {
        seconds[p] += share;
      }
    }

    private void propagate(BoundMethod tried, int[] open, Objectives objectives) {
      ObjectiveBounds bounds = analysis.objectives(boxes.select(open), objectives, tried);
      for (int k = 0; k < open.length; k++) {
        note(open[k], tried, bounds.smallest(objectives, k), bounds.guarantee());
      }
    }

    private void solve(BoundMethod tried, int[] open, Objectives objectives) {
      RelaxationElement element =
          tried == BoundMethod.LP
              ? RelaxationElement.top(analysis.network())
              : RelaxationElement.bottom(analysis.network());
      List<LatticeBound> rows =
          lattice.orElseThrow().objectives(boxes.select(open), objectives, element);
      for (int k = 0; k < open.length; k++) {
        double smallest = Double.POSITIVE_INFINITY;
        Guarantee weakest = Guarantee.RIGOROUS;
        for (LatticeBound row : rows.subList(objectives.start(k), objectives.start(k + 1))) {
          smallest = Math.min(smallest, row.lower());
          weakest = weakest.and(row.guarantee());
          if (row.concrete() <= 0 && counterexample[open[k]] == null) {
            counterexample[open[k]] = row.point();
          }
        }
        note(open[k], tried, smallest, weakest);
      }
    }

    /** A margin holds with the guarantee of the method that gave it. */
    private void note(int p, BoundMethod tried, double found, Guarantee of) {
      method[p] = tried;
      if (guarantee[p] == null || found > margin[p]) {
        margin[p] = found;
        guarantee[p] = of;
      }
      if (counterexample[p] != null) {
        verdict[p] = Verdict.VIOLATED;
      } else if (margin[p] > (guarantee[p] == Guarantee.RIGOROUS ? 0 : SOLVER_TOLERANCE)) {
        verdict[p] = Verdict.CERTIFIED;
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
                Optional.ofNullable(counterexample[p]),
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
