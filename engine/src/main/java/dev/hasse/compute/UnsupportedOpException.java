package dev.hasse.compute;

import dev.hasse.network.Node;

/** An operation, or an analysis of any, that an analysis or backend does not have. */
public final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param node where it stands
   * @param analysis what lacks it, such as "backend opencl"
   */
  public UnsupportedOpException(Node node, String analysis) {
    super(analysis + " has no " + node.op().label() + " (node '" + node.name() + "')");
  }

  private UnsupportedOpException(String sentence) {
    super(sentence);
  }

  /**
   * An analysis that a backend does not have at all.
   *
   * @param backend what lacks it, such as "backend opencl"
   */
  public static UnsupportedOpException ofAnalysis(String backend, String analysis) {
    return new UnsupportedOpException(backend + " has no " + analysis);
  }
}
