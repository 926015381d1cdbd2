package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.DeadlinePassedException;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound on the input: bounds a batch of boxes, drops those where no counterexample can
 * be, and halves the others across the coordinate that moves the outputs most. For networks of few
 * inputs. Every box is excluded by a rigorous bound, so what is left empty holds.
 *
 * <p>Deterministic but for where the time limit strikes.
 */
final class InputSplitting {
  /** From so many open boxes on the frontier goes for depth: some 200 bytes each. */
  private static final int CROWDED = 1 << 20;

  private final BoundAnalysis analysis;
  private final SplitProbe probe;
  private final VerifyOptions options;
  private final Frontier frontier = new Frontier(CROWDED);
  private long made;
  private long bounded;
  private long bounds;
  private double excludedBound = Double.POSITIVE_INFINITY;
  private boolean stuck;
  private double stuckBound;

  InputSplitting(BoundAnalysis analysis, Confirmation confirmation, VerifyOptions options) {
    this.analysis = analysis;
    this.probe = new SplitProbe(analysis, confirmation);
    this.options = options;
  }

  /** Takes a question's whole box up. */
  void ask(Question question) {
    frontier.add(
        new OpenBox(
            question,
            question.box().lower(),
            question.box().upper(),
            question.conjunctions(),
            Double.NEGATIVE_INFINITY,
            made++));
  }

  /** Bounds everything that is open by a method, and drops what that excludes. */
  void screen(BoundMethod method) {
    List<OpenBox> all = frontier.take(frontier.size());
    int from = 0;
    try {
      while (from < all.size()) {
        int to = Math.min(all.size(), from + options.batch());
        bound(all.subList(from, to), method).forEach(frontier::add);
        from = to;
      }
    } catch (DeadlinePassedException e) {
      all.subList(from, all.size()).forEach(frontier::add); // they are open still
      throw e;
    }
  }

  /** What is left of the questions while nothing is split yet, the worst first. */
  List<Question> left() {
    return frontier.list().stream()
        .map(box -> new Question(box.question().box(), box.open()))
        .toList();
  }

  /**
   * Bounds one batch and splits what is left of it.
   *
   * @return a counterexample, if one turned up
   */
  Optional<Counterexample> step() {
    List<OpenBox> taken = frontier.take(options.batch());
    try {
      List<OpenBox> left = bound(taken, BoundMethod.CROWN);
      if (left.isEmpty()) {
        return Optional.empty();
      }
      SplitProbe.Findings findings = probe.look(left);
      for (int b = 0; b < left.size(); b++) {
        split(left.get(b), findings.coordinate()[b]);
      }
      return findings.counterexample();
    } catch (DeadlinePassedException e) {
      taken.forEach(frontier::add); // they are open still
      throw e;
    }
  }

  private void split(OpenBox box, int coordinate) {
    if (coordinate < 0) {
      stuck = true; // thinner than numbers can tell
      stuckBound = Math.min(stuckBound, box.bound());
      return;
    }
    frontier.add(box.half(coordinate, false, made++));
    frontier.add(box.half(coordinate, true, made++));
  }

  /** The boxes where some conjunction is not excluded, with these. */
  private List<OpenBox> bound(List<OpenBox> boxes, BoundMethod method) {
    Objectives objectives = objectives(boxes);
    ObjectiveBounds found = analysis.objectives(batch(boxes), objectives, method);
    bounded += boxes.size();
    bounds += objectives.rows();
    List<OpenBox> left = new ArrayList<>();
    for (int b = 0; b < boxes.size(); b++) {
      OpenBox box = boxes.get(b);
      List<List<OutputConstraint>> open = new ArrayList<>();
      double worst = 0;
      int row = objectives.start(b);
      for (List<OutputConstraint> conjunction : box.open()) {
        double best = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < conjunction.size(); k++, row++) {
          best = Math.max(best, found.lower(row));
        }
        if (best > 0) {
          excludedBound = Math.min(excludedBound, best);
        } else {
          open.add(conjunction);
          worst = Math.min(worst, best);
        }
      }
      if (!open.isEmpty()) {
        left.add(box.with(List.copyOf(open), worst));
      }
    }
    return left;
  }

  private Objectives objectives(List<OpenBox> boxes) {
    int width = analysis.network().outputs();
    int[] start = new int[boxes.size() + 1];
    for (int b = 0; b < boxes.size(); b++) {
      start[b + 1] = start[b] + boxes.get(b).open().stream().mapToInt(List::size).sum();
    }
    double[] coefficients = new double[start[boxes.size()] * width];
    double[] constants = new double[start[boxes.size()]];
    int row = 0;
    for (OpenBox box : boxes) {
      for (List<OutputConstraint> conjunction : box.open()) {
        for (OutputConstraint constraint : conjunction) {
          for (int i = 0; i < width; i++) {
            coefficients[row * width + i] = constraint.coefficient(i);
          }
          constants[row++] = constraint.constant();
        }
      }
    }
    return new Objectives(width, start, coefficients, constants);
  }

  private BoxBatch batch(List<OpenBox> boxes) {
    int inputs = analysis.network().inputs();
    double[] lower = new double[boxes.size() * inputs];
    double[] upper = new double[lower.length];
    for (int b = 0; b < boxes.size(); b++) {
      System.arraycopy(boxes.get(b).lower(), 0, lower, b * inputs, inputs);
      System.arraycopy(boxes.get(b).upper(), 0, upper, b * inputs, inputs);
    }
    return new BoxBatch(boxes.size(), inputs, lower, upper);
  }

  /** Whether no box is left that could be split. */
  boolean isDone() {
    return frontier.size() == 0;
  }

  /** Whether boxes were left that are too thin to be split. */
  boolean isStuck() {
    return stuck;
  }

  long bounded() {
    return bounded;
  }

  long open() {
    return frontier.size();
  }

  long bounds() {
    return bounds;
  }

  /** The smallest bound by which something was excluded. */
  double excludedBound() {
    return excludedBound;
  }

  /** A lower bound, over all boxes, of the distance from a counterexample. */
  double bound() {
    double least = Math.min(excludedBound, stuck ? stuckBound : Double.POSITIVE_INFINITY);
    return frontier.size() == 0 ? least : Math.min(frontier.worstBound(), least);
  }
}
