package dev.hasse.sweep.store;

/**
 * How many questions a stage decided.
 *
 * @param group network and dataset
 * @param radius asked
 * @param stage the method that decided; empty where nothing did
 * @param certified decided as certified
 * @param violated decided as violated
 * @param all questions of this network, dataset and radius
 */
public record StageShare(
    SweepGroup group, double radius, String stage, long certified, long violated, long all) {
  /** Decided by this stage, among all questions. */
  public WilsonInterval decided() {
    return new WilsonInterval(certified + violated, all);
  }
}
