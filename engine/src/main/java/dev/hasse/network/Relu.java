package dev.hasse.network;

/** {@code max(0, x)}. */
public record Relu() implements Activation {
  @Override
  public String label() {
    return "Relu";
  }
}
