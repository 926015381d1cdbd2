package dev.hasse.verify;

import java.util.Locale;

/** How branch and bound on signs of ReLUs chooses the next one. */
public enum BranchingRule {
  /** By what relaxations cost the bound: Bunel et al. 2020, arXiv 1909.06588. */
  BABSR,
  /**
   * By the gradient of the bound, earliest layer first, with linear programs on the way: Wang et
   * al. 2018, arXiv 1809.08098.
   */
  NEURIFY;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
