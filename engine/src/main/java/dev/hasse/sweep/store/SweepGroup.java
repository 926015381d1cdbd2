package dev.hasse.sweep.store;

/**
 * A network on a dataset.
 *
 * @param network name in the plan
 * @param networkHash SHA-256 of its file
 * @param dataset name in the plan
 */
public record SweepGroup(String network, String networkHash, String dataset) {
  /** In words. */
  public String label() {
    return network + " on " + dataset;
  }
}
