package dev.hasse.network;

/** {@code 1 / (1 + exp(-z))}. The hyperbolic tangent is {@code 2 sigmoid(2 z) - 1}. */
public record Sigmoid() implements Activation {
  @Override
  public String label() {
    return "Sigmoid";
  }
}
