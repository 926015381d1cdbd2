package dev.hasse.bound.analytic;

/** What is said of the divergence {@code dvg(x) = max_i |f_i(x) - s_i(x)|} on one box. */
public enum Quantity {
  MEAN("mean", Kind.OBSERVED, "mean over the samples of dvg"),
  RECORDED(
      "recorded",
      Kind.OBSERVED,
      "mean over the outputs of the maximum over the samples: what the paper's code records"),
  LARGEST("largest", Kind.OBSERVED, "maximum over the samples of dvg"),
  CENTER("center", Kind.OBSERVED, "dvg at the box's centre"),
  LOWER("lower", Kind.LOWER_BOUND, "rigorous lower bound of dvg at the best witness found"),
  EXACT("exact", Kind.UPPER_BOUND, "upper bound by mixed-integer programs, up to their tolerance"),
  OPTIMAL("optimal", Kind.STATUS, "share of these programs that were solved to optimality"),
  CROWN("crown", Kind.UPPER_BOUND, "CROWN on the difference network"),
  IBP("ibp", Kind.UPPER_BOUND, "interval bound propagation on the difference network"),
  ANALYTIC("analytic", Kind.UPPER_BOUND, "the identity, with the signs of the products"),
  NORM("norm", Kind.UPPER_BOUND, "norms of the layers and the radius alone"),
  PUBLISHED("published", Kind.NO_BOUND, "the paper's U as coded, which is not a valid bound");

  /** What a value means for the maximum of dvg over the box. */
  public enum Kind {
    /** Evaluated in floating point: near a value that occurs. */
    OBSERVED,
    LOWER_BOUND,
    UPPER_BOUND,
    /** Not a divergence. */
    STATUS,
    /** Claimed to be an upper bound, and is none. */
    NO_BOUND
  }

  private final String label;
  private final Kind kind;
  private final String meaning;

  Quantity(String label, Kind kind, String meaning) {
    this.label = label;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The name in results. */
  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }
}
