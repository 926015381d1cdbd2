package dev.hasse.verify;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Verdict;
import java.util.Optional;

/**
 * Where one question stands on its way through a cascade: the best of what its methods found.
 *
 * <p>Certified when the margin is positive, or, where it holds only up to a solver's tolerances,
 * above what these could have made; violated when a counterexample was met. Used by one thread at a
 * time.
 */
public final class Standing {
  /** A margin that a solver's tolerances could have made does not certify. */
  private static final double SOLVER_TOLERANCE = 1e-6;

  private Verdict verdict = Verdict.UNDECIDED;
  private BoundMethod method;
  private Guarantee guarantee;
  private double margin = Double.NEGATIVE_INFINITY;
  private double[] counterexample;

  /** The point itself gets another class: no bound is to be asked. */
  public void misclassified() {
    verdict = Verdict.MISCLASSIFIED;
  }

  /** A margin holds with the guarantee of the method that gave it. */
  public void note(BoundMethod tried, Attempt found) {
    method = tried;
    if (guarantee == null || found.margin() > margin) {
      margin = found.margin();
      guarantee = found.guarantee();
    }
    if (counterexample == null) {
      counterexample = found.counterexample().orElse(null);
    }
    if (counterexample != null) {
      verdict = Verdict.VIOLATED;
    } else if (margin > (guarantee == Guarantee.RIGOROUS ? 0 : SOLVER_TOLERANCE)) {
      verdict = Verdict.CERTIFIED;
    }
  }

  public Verdict verdict() {
    return verdict;
  }

  /** The method that gave the verdict, or the last that tried; empty where none was asked. */
  public Optional<BoundMethod> method() {
    return Optional.ofNullable(method);
  }

  /** Of {@link #margin}; empty where no method was asked. */
  public Optional<Guarantee> guarantee() {
    return Optional.ofNullable(guarantee);
  }

  /** The best lower bound; negative infinity where no method was asked. */
  public double margin() {
    return margin;
  }

  /** Of a violated question. */
  public Optional<double[]> counterexample() {
    return Optional.ofNullable(counterexample);
  }
}
