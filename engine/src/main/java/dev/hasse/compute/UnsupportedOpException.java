package dev.hasse.compute;

import dev.hasse.network.Node;

/** An operation that an analysis or backend does not have. */
public final class UnsupportedOpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param node where it stands
   * @param analysis what lacks it, such as "backend opencl"
   */
  public UnsupportedOpException(Node node, String analysis) {
    super(analysis + " has no " + node.op().label() + " (node '" + node.name() + "')");
  }
}
