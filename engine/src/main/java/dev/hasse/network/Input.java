package dev.hasse.network;

/** The network's input; the first node and no other. */
public record Input() implements Op {
  @Override
  public <R> R accept(OpVisitor<R> visitor) {
    return visitor.input(this);
  }

  @Override
  public String label() {
    return "Input";
  }
}
