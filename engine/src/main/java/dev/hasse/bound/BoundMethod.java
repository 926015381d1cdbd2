package dev.hasse.bound;

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
  CROWN;

  /** The name on the command line and in results: {@code ibp}, {@code crown-ibp}, {@code crown}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
