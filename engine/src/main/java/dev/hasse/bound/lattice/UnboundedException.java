package dev.hasse.bound.lattice;

/** A network has infinite bounds where a linear model needs finite ones. */
public final class UnboundedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public UnboundedException(String message) {
    super(message);
  }
}
