package dev.hasse.compute.training;

/** Which matrix of an affine map {@code x -> W x + b} a product is with. */
public enum Factor {
  /** {@code W}. */
  WEIGHTS,
  /** {@code |W|}, element by element. */
  MAGNITUDES
}
