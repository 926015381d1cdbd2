package dev.hasse.solver;

/** A solver that was asked for by name cannot run here; the message says what to do. */
public final class SolverUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  public SolverUnavailableException(String message) {
    super(message);
  }

  public SolverUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
