package dev.hasse.judge;

import dev.hasse.network.Network;
import dev.hasse.network.Relu;

/**
 * Small seeded networks of every operation: dense and diagonal maps, activations, residual sums,
 * index maps, in random order.
 */
public final class RandomNetwork {
  private final Numbers numbers;
  private final Style style;
  private final Network.Builder builder;
  private int node;

  private RandomNetwork(String name, int inputs, Style style) {
    this.numbers = new Numbers(name);
    this.style = style;
    this.builder = Network.builder(name, inputs);
  }

  /**
   * A network of a few steps.
   *
   * @param name seeds it
   */
  public static Network of(String name, int inputs, Style style) {
    RandomNetwork network = new RandomNetwork(name, inputs, style);
    int steps = 1 + network.numbers.below(6);
    for (int step = 0; step < steps; step++) {
      network.append(step);
    }
    return network.builder.build(network.node);
  }

  private void append(int step) {
    int width = builder.size(node);
    switch (numbers.below(7)) {
      case 0, 1, 2 -> {
        node = builder.affine("dense " + step, numbers.dense(next(), width, style, 0), node);
        node = builder.activation("relu " + step, new Relu(), node);
      }
      case 3 -> {
        int branch = builder.affine("branch " + step, numbers.dense(width, width, style, 0), node);
        branch = builder.activation("inside " + step, new Relu(), branch);
        branch = builder.affine("back " + step, numbers.dense(width, width, style, 0), branch);
        node = builder.add("sum " + step, branch, node);
      }
      case 4 -> node = builder.affine("scale " + step, numbers.scale(width, style, 0), node);
      case 5 -> {
        int kept = 1 + numbers.below(width);
        node = builder.select("select " + step, numbers.select(width, kept), node);
      }
      default ->
          node = builder.affine("dense " + step, numbers.dense(next(), width, style, 0), node);
    }
  }

  private int next() {
    return 1 + numbers.below(8);
  }
}
