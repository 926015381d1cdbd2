package dev.hasse.bound;

import java.util.List;
import java.util.Locale;

/** The bound algorithms, loosest first. */
public enum BoundMethod {
  /** Interval bound propagation (Gowal et al. 2018, arXiv 1810.12715), last affine map elided. */
  IBP,
  /** Output rows by back-substitution over intermediate bounds of IBP (Zhang et al. 2019). */
  CROWN_IBP,
  /**
   * Layer by layer: an interval step from the tightened bounds of the layer before, rows for what
   * that leaves unstable, intersection (Zhang et al. 2018, arXiv 1811.00866). The result is
   * intersected with that of CROWN_IBP, so it is never looser.
   */
  CROWN,
  /**
   * CROWN with a slope of its own for each row and unstable neuron, optimised by gradient ascent
   * (Xu et al. 2021, arXiv 2011.13824), for pre-activations too ({@link Ascent}). The result is
   * intersected with that of CROWN, so it is never looser.
   */
  ALPHA_CROWN,
  /**
   * The linear program of the triangle relaxation, optimal at the top of the lattice (Ehlers 2017,
   * arXiv 1705.01320), by a solver, made rigorous and intersected with CROWN.
   */
  LP,
  /**
   * The semidefinite relaxation of the network with its certificate (Raghunathan et al. 2018, arXiv
   * 1811.01057; Chiu and Zhang 2023, arXiv 2211.17244), over alpha-CROWN's bounds of the neurons
   * and intersected with alpha-CROWN. Rigorous.
   */
  SDP,
  /**
   * The mixed-integer program of the network itself, the bottom of the lattice (Tjeng et al. 2019,
   * arXiv 1711.07356), by a solver: up to its tolerances.
   */
  MILP;

  /** The methods that propagate bounds in one or two passes, on every compute backend. */
  public static List<BoundMethod> propagating() {
    return List.of(IBP, CROWN_IBP, CROWN);
  }

  /** Whether the method optimises on the host, one box after the other. */
  public boolean isSolved() {
    return this == LP || this == SDP || this == MILP;
  }

  /** Whether it does so by a linear or mixed-integer solver. */
  public boolean wantsSolver() {
    return this == LP || this == MILP;
  }

  /** The name on the command line and in results, such as {@code crown-ibp}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
