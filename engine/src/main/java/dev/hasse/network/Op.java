package dev.hasse.network;

/**
 * What a node computes. Sealed: a new operation breaks the compile of every analysis that has not
 * considered it, through {@link OpVisitor}.
 */
public sealed interface Op permits Input, Affine, Activation, Add, Select {
  /** Calls the visitor's method for this operation. */
  <R> R accept(OpVisitor<R> visitor);

  /** The operation's name as users know it from ONNX. */
  String label();
}
