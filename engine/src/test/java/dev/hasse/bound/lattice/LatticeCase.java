package dev.hasse.bound.lattice;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A small seeded network of one to three hidden layers, one box and objectives. */
public record LatticeCase(String name, Network network, BoxBatch box, Objectives objectives) {
  private static final double[] RADII = {1e-11, 1e-7, 1e-4, 0.01, 0.1, 0.5, 1, 10, 1e3};

  /** Cases from this number on have wide boxes. */
  private static final int WIDE = 1000;

  public static Stream<LatticeCase> several(int count) {
    return IntStream.range(0, count).mapToObj(number -> of(number, 1 + number % 4, 6));
  }

  /** Two inputs with wide boxes, and at most twelve ReLUs or a few more with branches. */
  public static Stream<LatticeCase> ofTwoInputs(int count) {
    return IntStream.range(0, count).mapToObj(number -> of(WIDE + number, 2, 4));
  }

  private static LatticeCase of(int number, int inputs, int widest) {
    String name = "lattice case " + number + ", seed " + Numbers.SEED;
    Numbers numbers = new Numbers(name);
    Network network = network(name, inputs, widest, numbers);
    boolean isWide = number >= WIDE;
    double radius = isWide ? 0.5 + 3 * numbers.uniform() : RADII[numbers.below(RADII.length)];
    BoxBatch box = box(inputs, radius, !isWide, numbers);
    return new LatticeCase(name, network, box, objectives(network.outputs(), numbers));
  }

  private static Network network(String name, int inputs, int widest, Numbers numbers) {
    Network.Builder builder = Network.builder(name, inputs);
    int node = 0;
    int depth = 1 + numbers.below(3);
    for (int layer = 0; layer < depth; layer++) {
      int width = 2 + numbers.below(widest - 1);
      node =
          builder.affine(
              "dense " + layer, numbers.dense(width, builder.size(node), style(), 0), node);
      node = builder.activation("relu " + layer, new Relu(), node);
      node = decorate(builder, node, layer, numbers);
    }
    int outputs = 1 + numbers.below(3);
    node = builder.affine("last", numbers.dense(outputs, builder.size(node), style(), 0), node);
    if (numbers.below(4) == 0) {
      node = builder.activation("relu on the output", new Relu(), node);
    }
    return builder.build(node);
  }

  private static Style style() {
    return Style.DOUBLES;
  }

  /** Half of the layers are followed by a branch, a diagonal map or an index map. */
  private static int decorate(Network.Builder builder, int node, int layer, Numbers numbers) {
    int width = builder.size(node);
    switch (numbers.below(8)) {
      case 0 -> {
        int branch =
            builder.affine("branch " + layer, numbers.dense(width, width, style(), 0), node);
        return builder.add("sum " + layer, branch, node);
      }
      case 1 -> {
        int branch =
            builder.affine("branch " + layer, numbers.dense(width, width, style(), 0), node);
        branch = builder.activation("inside " + layer, new Relu(), branch);
        return builder.add("sum " + layer, node, branch);
      }
      case 2 -> {
        return builder.affine("scale " + layer, numbers.scale(width, style(), 0), node);
      }
      case 3 -> {
        int kept = 1 + numbers.below(width);
        return builder.select("select " + layer, numbers.select(width, kept), node);
      }
      default -> {
        return node;
      }
    }
  }

  /** A few coordinates have another radius, or none. */
  private static BoxBatch box(int inputs, double radius, boolean mayBeFlat, Numbers numbers) {
    double[] lower = numbers.vector(inputs, Style.DOUBLES);
    double[] upper = lower.clone();
    for (int i = 0; i < inputs; i++) {
      int kind = numbers.below(6);
      if (kind > 0 || !mayBeFlat) {
        double half = kind == 1 ? 0.3 * radius : radius;
        lower[i] -= half;
        upper[i] += half;
      }
    }
    return new BoxBatch(1, inputs, lower, upper);
  }

  /** The first output, the last one's negative, and a mixed form with a constant. */
  private static Objectives objectives(int outputs, Numbers numbers) {
    double[] c = new double[3 * outputs];
    c[0] = 1;
    c[2 * outputs - 1] = -1;
    for (int i = 0; i < outputs; i++) {
      c[2 * outputs + i] = numbers.next(Style.DOUBLES);
    }
    double[] constants = {0, 0, numbers.next(Style.DOUBLES)};
    return new Objectives(outputs, new int[] {0, 3}, c, constants);
  }

  @Override
  public String toString() {
    return name;
  }
}
