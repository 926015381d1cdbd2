package dev.hasse.solver;

/** A solver failed, or claimed what cannot be. */
public final class SolverException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public SolverException(String message) {
    super(message);
  }
}
