package dev.hasse.verify;

/**
 * How a property is decided.
 *
 * @param seconds the time limit
 * @param batch boxes that are bounded together
 * @param seed of the points that are tried
 * @param splitting what branch and bound splits
 * @param branching which ReLUs are split
 */
public record VerifyOptions(
    double seconds, int batch, long seed, Splitting splitting, BranchingRule branching) {
  private static final int USUAL_BATCH = 1024;
  private static final long USUAL_SEED = 1;

  public VerifyOptions {
    if (!(seconds > 0) || batch < 1) {
      throw new IllegalArgumentException(seconds + " s, " + batch + " boxes");
    }
  }

  /** The usual ones. */
  public static VerifyOptions within(double seconds) {
    return new VerifyOptions(seconds, USUAL_BATCH, USUAL_SEED, Splitting.AUTO, BranchingRule.BABSR);
  }

  /** These with another seed. */
  public VerifyOptions withSeed(long other) {
    return new VerifyOptions(seconds, batch, other, splitting, branching);
  }

  /** These with another way to split. */
  public VerifyOptions withSplitting(Splitting other) {
    return new VerifyOptions(seconds, batch, seed, other, branching);
  }

  /** These with another choice of ReLUs. */
  public VerifyOptions withBranching(BranchingRule other) {
    return new VerifyOptions(seconds, batch, seed, splitting, other);
  }
}
