package dev.hasse.sweep;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Verdict;
import dev.hasse.verify.Attempt;
import dev.hasse.verify.Standing;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A question on its way through the cascade; in a bisection, all its ways at one radius after the
 * other. Small: it holds no box. Used by one thread at a time, handed on by {@link CascadeQueues}.
 */
final class OpenQuestion {
  private final SweepQuestion question;
  private final Optional<Bisection> bisection;
  private Try current;
  private double seconds;
  private Optional<String> error = Optional.empty();

  OpenQuestion(SweepQuestion question, Radii radii) {
    this.question = question;
    this.bisection = radii.isBisection() ? Optional.of(new Bisection(radii)) : Optional.empty();
    this.current = new Try(question.radius());
  }

  /** One radius and what the methods found at it. */
  private static final class Try {
    final double radius;
    final Standing standing = new Standing();
    final Map<BoundMethod, Double> margins = new EnumMap<>(BoundMethod.class);
    OptionalInt unstable = OptionalInt.empty();

    Try(double radius) {
      this.radius = radius;
    }
  }

  /** Between the largest certified radius and the smallest that was not. */
  private static final class Bisection {
    final double tolerance;
    Try certified;
    Try refused;

    Bisection(Radii radii) {
      this.tolerance = radii.tolerance();
    }

    /** Takes the end of a try; returns the next radius, or empty at the end. */
    OptionalDouble next(Try ended) {
      if (ended.standing.verdict() == Verdict.CERTIFIED) {
        certified = ended;
      } else {
        refused = ended;
      }
      if (refused == null) {
        return OptionalDouble.empty();
      }
      double low = certified == null ? 0 : certified.radius;
      double middle = low + (refused.radius - low) / 2;
      return refused.radius - low <= tolerance || middle <= low || middle >= refused.radius
          ? OptionalDouble.empty()
          : OptionalDouble.of(middle);
    }
  }

  SweepQuestion question() {
    return question;
  }

  /** The radius that is asked now. */
  double radius() {
    return current.radius;
  }

  Standing standing() {
    return current.standing;
  }

  boolean isOpen() {
    return error.isEmpty() && current.standing.verdict() == Verdict.UNDECIDED;
  }

  void took(double more) {
    seconds += more;
  }

  void note(BoundMethod method, Attempt attempt) {
    current.standing.note(method, attempt);
    current.margins.put(method, attempt.margin());
  }

  void unstable(int count) {
    current.unstable = OptionalInt.of(count);
  }

  void failed(String reason) {
    error = Optional.of(reason);
  }

  /**
   * The cascade is through with the question as it stands.
   *
   * @return whether it starts again, at another radius
   */
  boolean startsAgain() {
    if (bisection.isEmpty()
        || error.isPresent()
        || current.standing.verdict() == Verdict.MISCLASSIFIED) {
      return false;
    }
    OptionalDouble next = bisection.get().next(current);
    if (next.isEmpty()) {
      return false;
    }
    current = new Try(next.getAsDouble());
    return true;
  }

  SweepRow row(String backend, String device, SweepOrigin origin, SweepPlan plan) {
    Try shown = current;
    double radius = question.radius();
    OptionalDouble refused = OptionalDouble.empty();
    if (bisection.isPresent()) {
      Try certified = bisection.get().certified;
      Try not = bisection.get().refused;
      shown = certified != null ? certified : not != null ? not : current;
      radius = certified != null ? certified.radius : 0;
      refused = not != null ? OptionalDouble.of(not.radius) : OptionalDouble.empty();
    }
    Pairing pairing = question.pairing();
    Standing standing = shown.standing;
    return new SweepRow(
        question.number(),
        pairing.network().name(),
        pairing.networkHash(),
        pairing.dataset().name(),
        question.input(),
        question.label(),
        radius,
        refused,
        plan.clipLower(),
        plan.clipUpper(),
        question.seed(),
        error.isPresent() ? "error" : standing.verdict().label(),
        standing.method().map(BoundMethod::label),
        standing.guarantee().map(g -> g.label()),
        standing.method().isPresent()
            ? OptionalDouble.of(standing.margin())
            : OptionalDouble.empty(),
        margin(shown, BoundMethod.IBP),
        margin(shown, BoundMethod.CROWN_IBP),
        margin(shown, BoundMethod.CROWN),
        margin(shown, BoundMethod.ALPHA_CROWN),
        margin(shown, BoundMethod.LP),
        margin(shown, BoundMethod.SDP),
        margin(shown, BoundMethod.MILP),
        shown.unstable,
        seconds,
        backend,
        device,
        origin.host(),
        origin.version(),
        error);
  }

  private static OptionalDouble margin(Try shown, BoundMethod method) {
    Double margin = shown.margins.get(method);
    return margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin);
  }
}
