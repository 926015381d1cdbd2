package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Verdict;
import dev.hasse.verify.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts over the answers so far. */
final class CertifySummary {
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final Map<BoundMethod, Integer> certifiedBy = new EnumMap<>(BoundMethod.class);
  private int count;
  private int certifiedToTolerance;
  private double seconds;

  void add(Answer answer) {
    count++;
    seconds += answer.seconds();
    verdicts.merge(answer.verdict(), 1, Integer::sum);
    if (answer.verdict() == Verdict.CERTIFIED) {
      if (answer.guarantee().equals(Optional.of(Guarantee.SOLVER_TOLERANCE))) {
        certifiedToTolerance++;
      }
      answer.method().ifPresent(method -> certifiedBy.merge(method, 1, Integer::sum));
    }
  }

  int count() {
    return count;
  }

  int count(Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0);
  }

  /** How many a method certified that those before it in the cascade had not. */
  int certifiedBy(BoundMethod method) {
    return certifiedBy.getOrDefault(method, 0);
  }

  /** How many are certified by a bound that only holds to a solver's tolerances. */
  int certifiedToTolerance() {
    return certifiedToTolerance;
  }

  /** Points that are classified as labelled. */
  int correct() {
    return count - count(Verdict.MISCLASSIFIED);
  }

  double seconds() {
    return seconds;
  }
}
