package dev.hasse.network;

/** The sum of two nodes of one shape: where a residual branch joins again. */
public record Add() implements Op {
  @Override
  public <R> R accept(OpVisitor<R> visitor) {
    return visitor.add(this);
  }

  @Override
  public String label() {
    return "Add";
  }
}
