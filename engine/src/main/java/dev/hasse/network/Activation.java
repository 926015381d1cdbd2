package dev.hasse.network;

/** A function applied to every neuron alone, monotone. */
public sealed interface Activation extends Op permits Relu, Sigmoid {
  @Override
  default <R> R accept(OpVisitor<R> visitor) {
    return visitor.activation(this);
  }
}
