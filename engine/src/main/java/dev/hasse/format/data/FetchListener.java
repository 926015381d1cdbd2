package dev.hasse.format.data;

/** Hears what a fetch is doing; called on the fetching thread. */
@FunctionalInterface
public interface FetchListener {
  /** Ignores everything. */
  FetchListener NONE = message -> {};

  /**
   * A step begins or failed.
   *
   * @param message one short sentence for a person
   */
  void step(String message);
}
