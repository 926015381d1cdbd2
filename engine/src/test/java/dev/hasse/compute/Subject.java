package dev.hasse.compute;

/** What the suites judge. */
public interface Subject {
  /** Open as long as the test runs; the suite does not close it. */
  ComputeBackend backend();

  /** What the backend computes in. */
  Precision precision();
}
