package dev.hasse.format.onnx;

/** What is wrong with a model, without the place, which {@link GraphReader} adds. */
final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  ModelException(String problem) {
    super(problem);
  }
}
