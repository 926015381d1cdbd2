package dev.hasse.compute;

import dev.hasse.network.Op;

/** What the suites judge. */
public interface Subject {
  /** Open as long as the test runs; the suite does not close it. */
  ComputeBackend backend();

  /** Whether the backend may refuse networks with this operation; tests of it are skipped then. */
  default boolean mayRefuse(Op op) {
    return false;
  }

  /**
   * Whether the backend may refuse rows with slopes of their own, by an {@link
   * UnsupportedOpException}; tests of them are skipped then.
   */
  default boolean mayRefuseSlopes() {
    return false;
  }

  /**
   * Whether the backend may refuse to train, by an {@link UnsupportedOperationException}; tests of
   * training are skipped then.
   */
  default boolean mayRefuseTraining() {
    return false;
  }

  /** What the backend computes in. */
  Precision precision();
}
