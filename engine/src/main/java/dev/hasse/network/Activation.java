package dev.hasse.network;

/** A function applied to every neuron alone. */
public sealed interface Activation extends Op permits Relu {
  @Override
  default <R> R accept(OpVisitor<R> visitor) {
    return visitor.activation(this);
  }
}
