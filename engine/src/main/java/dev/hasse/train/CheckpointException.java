package dev.hasse.train;

/** A checkpoint that cannot be gone on from; the message is one sentence. */
public final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckpointException(String problem) {
    super(problem);
  }
}
