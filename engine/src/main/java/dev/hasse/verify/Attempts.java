package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.bound.semidefinite.SemidefiniteBound;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One bound method on one batch of boxes that should each get one class. Thread-safe; owns neither
 * analysis.
 */
public final class Attempts {
  private final BoundAnalysis analysis;
  private final Optimizers optimizers;

  /**
   * @param analysis of a network with at least two outputs
   * @param optimizers of the same network: those that the methods to come run on
   */
  public Attempts(BoundAnalysis analysis, Optimizers optimizers) {
    if (analysis.network().outputs() < 2) {
      throw new IllegalArgumentException(
          "a classifier has at least 2 outputs, " + analysis.network() + " is none");
    }
    this.analysis = analysis;
    this.optimizers = optimizers;
  }

  /** What the network outputs at a point, rounded to nearest, and the class it gets. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Prediction(double[] scores) {
    /** The largest score's class; the smallest of equals. */
    int label() {
      int best = 0;
      for (int i = 1; i < scores.length; i++) {
        if (scores[i] > scores[best]) {
          best = i;
        }
      }
      return best;
    }
  }

  /** One prediction a point. */
  List<Prediction> predictions(LabelledPoints points) {
    double[] outputs = analysis.forward(points.values());
    int width = analysis.network().outputs();
    List<Prediction> predictions = new ArrayList<>(points.count());
    for (int p = 0; p < points.count(); p++) {
      predictions.add(new Prediction(Arrays.copyOfRange(outputs, p * width, (p + 1) * width)));
    }
    return predictions;
  }

  /** Of each point the class that the network gives it, computed with rounding to nearest. */
  public int[] classes(LabelledPoints points) {
    return predictions(points).stream().mapToInt(Prediction::label).toArray();
  }

  /**
   * Tries a method.
   *
   * @param labels one a box, smaller than the number of outputs
   * @return one attempt a box, in their order
   */
  public List<Attempt> of(BoxBatch boxes, int[] labels, BoundMethod method) {
    Objectives objectives = Objectives.margins(analysis.network().outputs(), labels);
    if (method == BoundMethod.SDP) {
      return semidefinite(boxes, objectives);
    }
    return method.wantsSolver()
        ? solved(boxes, objectives, method)
        : propagated(boxes, objectives, method);
  }

  private List<Attempt> semidefinite(BoxBatch boxes, Objectives objectives) {
    List<SemidefiniteBound> rows =
        optimizers.semidefinite().orElseThrow().positive(boxes, objectives);
    List<Attempt> attempts = new ArrayList<>(boxes.count());
    for (int b = 0; b < boxes.count(); b++) {
      double smallest =
          rows.subList(objectives.start(b), objectives.start(b + 1)).stream()
              .mapToDouble(SemidefiniteBound::lower)
              .min()
              .orElseThrow();
      attempts.add(new Attempt(smallest, Guarantee.RIGOROUS, Optional.empty()));
    }
    return attempts;
  }

  private List<Attempt> propagated(BoxBatch boxes, Objectives objectives, BoundMethod method) {
    ObjectiveBounds bounds = analysis.objectives(boxes, objectives, method);
    List<Attempt> attempts = new ArrayList<>(boxes.count());
    for (int b = 0; b < boxes.count(); b++) {
      attempts.add(
          new Attempt(bounds.smallest(objectives, b), bounds.guarantee(), Optional.empty()));
    }
    return attempts;
  }

  private List<Attempt> solved(BoxBatch boxes, Objectives objectives, BoundMethod method) {
    RelaxationElement element =
        method == BoundMethod.LP
            ? RelaxationElement.top(analysis.network())
            : RelaxationElement.bottom(analysis.network());
    List<LatticeBound> rows =
        optimizers.lattice().orElseThrow().objectives(boxes, objectives, element);
    List<Attempt> attempts = new ArrayList<>(boxes.count());
    for (int b = 0; b < boxes.count(); b++) {
      double smallest = Double.POSITIVE_INFINITY;
      Guarantee weakest = Guarantee.RIGOROUS;
      Optional<double[]> counterexample = Optional.empty();
      for (LatticeBound row : rows.subList(objectives.start(b), objectives.start(b + 1))) {
        smallest = Math.min(smallest, row.lower());
        weakest = weakest.and(row.guarantee());
        if (row.concrete() <= 0 && counterexample.isEmpty()) {
          counterexample = Optional.of(row.point());
        }
      }
      attempts.add(new Attempt(smallest, weakest, counterexample));
    }
    return attempts;
  }
}
