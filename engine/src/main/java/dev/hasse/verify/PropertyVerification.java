package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Property;
import java.util.List;
import java.util.Optional;

/**
 * Decides a property: looks for a counterexample at points first, then bounds the whole boxes and
 * splits them until nothing is left or time is up.
 */
public final class PropertyVerification {
  private final BoundAnalysis analysis;
  private final VerifyOptions options;

  /**
   * @param analysis of the network; not owned
   */
  public PropertyVerification(BoundAnalysis analysis, VerifyOptions options) {
    this.analysis = analysis;
    this.options = options;
  }

  /** What the driver tells while it works. */
  public interface Progress {
    /**
     * @param bounded boxes so far
     * @param open boxes that are left
     * @param bound the smallest bound of these
     */
    void at(long bounded, long open, double bound);
  }

  /**
   * Decides a property within the time limit.
   *
   * @param property of the network's inputs and outputs
   */
  public Decision decide(Property property, Progress progress) {
    long start = System.nanoTime();
    List<Question> questions = Question.of(property);
    try (Confirmation confirmation = new Confirmation(analysis.network())) {
      PointSearch attack = new PointSearch(analysis, confirmation);
      for (Question question : questions) {
        Optional<Counterexample> found = attack.sample(question, options.samples(), options.seed());
        if (found.isPresent()) {
          return decision(Outcome.SAT, "attack", start, Optional.empty(), found);
        }
      }
      InputSplitting splitting = new InputSplitting(analysis, confirmation, options);
      questions.forEach(splitting::ask);
      while (!splitting.isDone()) {
        Optional<Counterexample> found = splitting.step();
        progress.at(splitting.bounded(), splitting.open(), splitting.bound());
        if (found.isPresent()) {
          return decision(Outcome.SAT, "input splitting", start, Optional.of(splitting), found);
        }
        if (seconds(start) >= options.seconds()) {
          return decision(
              Outcome.TIMEOUT, "input splitting", start, Optional.of(splitting), Optional.empty());
        }
      }
      boolean whole = splitting.bounded() <= questions.size();
      return decision(
          splitting.isStuck() ? Outcome.UNKNOWN : Outcome.UNSAT,
          whole ? "whole boxes" : "input splitting",
          start,
          Optional.of(splitting),
          Optional.empty());
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private static Decision decision(
      Outcome outcome,
      String stage,
      long start,
      Optional<InputSplitting> splitting,
      Optional<Counterexample> counterexample) {
    return new Decision(
        outcome,
        stage,
        Guarantee.RIGOROUS,
        seconds(start),
        splitting.map(InputSplitting::bounded).orElse(0L),
        splitting.map(InputSplitting::open).orElse(0L),
        splitting.map(InputSplitting::bound).orElse(0.0),
        counterexample);
  }
}
