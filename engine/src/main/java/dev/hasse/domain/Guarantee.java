package dev.hasse.domain;

import java.util.Locale;

/** How far a bound can be trusted. */
public enum Guarantee {
  /** Holds in real arithmetic for the function that the stored weights define. */
  RIGOROUS,
  /** Holds up to the feasibility and optimality tolerances of a floating-point solver. */
  SOLVER_TOLERANCE;

  /** The name in results, such as {@code solver-tolerance}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a combination of two results can claim: the weaker of both. */
  public Guarantee and(Guarantee other) {
    return this == RIGOROUS ? other : this;
  }
}
