package dev.hasse.sweep.store;

/**
 * How the questions of a network, a dataset and a radius ended.
 *
 * @param group network and dataset
 * @param radius asked
 * @param all questions that have an answer, errors included
 * @param certified proved robust
 * @param violated with an input nearby that gets another class
 * @param undecided neither within the limits of the sweep
 * @param misclassified wrong already without any change
 * @param errors that failed
 */
public record VerdictCounts(
    SweepGroup group,
    double radius,
    long all,
    long certified,
    long violated,
    long undecided,
    long misclassified,
    long errors) {
  /** Certified among all: what is misclassified or failed counts as not certified. */
  public WilsonInterval accuracy() {
    return new WilsonInterval(certified, all);
  }
}
