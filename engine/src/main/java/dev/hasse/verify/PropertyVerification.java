package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Property;
import java.util.List;
import java.util.Optional;

/**
 * Decides a property: a few points, then bounds of the whole boxes, then a search for a
 * counterexample, then branch and bound until nothing is left or time is up.
 */
public final class PropertyVerification {
  /** With more inputs than this, halving them gets nowhere, and each probe looks at all. */
  private static final int MOST_INPUTS_TO_SPLIT = 64;

  /** Points that cost less than a bound. */
  private static final int FIRST_POINTS = 256;

  /** Numbers of the points that a search begins with. */
  private static final int SEARCH_VALUES = 1 << 15;

  private final BoundAnalysis analysis;
  private final VerifyOptions options;

  /**
   * @param analysis of the network; not owned
   */
  public PropertyVerification(BoundAnalysis analysis, VerifyOptions options) {
    this.analysis = analysis;
    this.options = options;
  }

  /** What is told of the work while it goes on. */
  public interface Progress {
    /**
     * @param bounded boxes so far
     * @param open boxes that are left
     * @param bound the smallest bound of these
     */
    void at(long bounded, long open, double bound);
  }

  /**
   * Decides a property within the time limit, but for one batch of boxes.
   *
   * @param property of the network's inputs and outputs
   */
  public Decision decide(Property property, Progress progress) {
    try (Confirmation confirmation = new Confirmation(analysis.network())) {
      return new Run(property, confirmation, progress).decide();
    }
  }

  /** One property on its way. */
  private final class Run {
    private final long start = System.nanoTime();
    private final boolean splits;
    private final List<Question> questions;
    private final PointSearch points;
    private final InputSplitting splitting;
    private final Progress progress;

    Run(Property property, Confirmation confirmation, Progress progress) {
      this.splits = property.inputs() <= MOST_INPUTS_TO_SPLIT;
      this.questions = Question.of(property);
      this.points = new PointSearch(analysis, confirmation);
      this.splitting = new InputSplitting(analysis, confirmation, options);
      this.progress = progress;
    }

    Decision decide() {
      for (Question question : questions) {
        Optional<Counterexample> found = points.look(question, FIRST_POINTS, options.seed());
        if (found.isPresent()) {
          return found(found, "points");
        }
      }
      questions.forEach(splitting::ask);
      while (!splitting.isDone() && splitting.bounded() < questions.size()) {
        Optional<Counterexample> found = step();
        if (found.isPresent()) {
          return found(found, "points");
        }
      }
      if (splitting.isDone()) {
        return nothingLeft("bounds of the whole boxes");
      }
      int samples = Math.max(64, SEARCH_VALUES / questions.get(0).box().dimension());
      for (Question question : questions) {
        Optional<Counterexample> found = points.search(question, samples, options.seed());
        if (found.isPresent()) {
          return found(found, "search");
        }
      }
      return split();
    }

    private Decision split() {
      while (splits && !splitting.isDone()) {
        Optional<Counterexample> found = step();
        if (found.isPresent()) {
          return found(found, "input splitting");
        }
        if (seconds() >= options.seconds()) {
          return decision(Outcome.TIMEOUT, "input splitting", Optional.empty());
        }
      }
      return splits
          ? nothingLeft("input splitting")
          : decision(Outcome.UNKNOWN, "too many inputs to split", Optional.empty());
    }

    private Optional<Counterexample> step() {
      Optional<Counterexample> found = splitting.step();
      progress.at(splitting.bounded(), splitting.open(), splitting.bound());
      return found;
    }

    private double seconds() {
      return (System.nanoTime() - start) * 1e-9;
    }

    private Decision nothingLeft(String stage) {
      Outcome outcome = splitting.isStuck() ? Outcome.UNKNOWN : Outcome.UNSAT;
      return decision(outcome, stage, Optional.empty());
    }

    private Decision found(Optional<Counterexample> counterexample, String stage) {
      return decision(Outcome.SAT, stage, counterexample);
    }

    private Decision decision(
        Outcome outcome, String stage, Optional<Counterexample> counterexample) {
      return new Decision(
          outcome,
          stage,
          Guarantee.RIGOROUS,
          seconds(),
          splitting.bounded(),
          splitting.open(),
          splitting.bound(),
          counterexample);
    }
  }
}
