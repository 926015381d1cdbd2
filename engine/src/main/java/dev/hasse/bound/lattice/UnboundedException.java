package dev.hasse.bound.lattice;

/** A network has infinite bounds where a linear model needs finite ones. */
final class UnboundedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  UnboundedException(String message) {
    super(message);
  }
}
