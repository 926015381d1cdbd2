package dev.hasse.bench;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A generated ReLU network and boxes on which a given share of each hidden layer is unstable.
 *
 * <p>Biases put it there: an unstable neuron's value at the centre of the box is 0, so it takes
 * both signs in it. A stable one is moved until the interval bounds over the whole box, with a
 * margin, are on one side of 0; no method's bounds are looser than these. Half of the stable ones
 * are active. The boxes are the one box with bounds moved inwards by at most 10^-6 of a side, on
 * which this stays true.
 */
public final class SharedInstability {
  private static final double MARGIN = 1e-2;
  private static final double STEP = 0x1p-20; // biases are floats, too

  private SharedInstability() {}

  /**
   * @param inputs of the network
   * @param depth hidden layers
   * @param width of each
   * @param share of unstable neurons, from 0 to 1
   * @param radius of the box, in the unit cube
   */
  public record Shape(int inputs, int depth, int width, int outputs, double share, double radius) {}

  /** A network and the box that it is made for. */
  public record Made(Network network, BoxBatch box) {
    /** So many boxes, all almost this one. */
    public BoxBatch boxes(int count, long seed) {
      return SubBoxes.draw(box, count, 1, seed);
    }
  }

  public static Made of(Shape shape, long seed) {
    int[] widths = new int[shape.depth() + 2];
    Arrays.fill(widths, shape.width());
    widths[0] = shape.inputs();
    widths[widths.length - 1] = shape.outputs();
    Network plain = GeneratedNetworks.perceptron(widths, seed);
    BoxBatch box = GeneratedNetworks.boxes(1, shape.inputs(), shape.radius(), seed);
    double[] center = new double[shape.inputs()];
    Arrays.setAll(center, i -> (box.lower(0, i) + box.upper(0, i)) / 2);
    State state = new State(center, box.lower(), box.upper());
    SplittableRandom random = new SplittableRandom(seed + 1);
    String name =
        "generated-%dx%d-unstable-%s".formatted(shape.depth(), shape.width(), shape.share());
    Network.Builder builder = Network.builder(name, shape.inputs());
    int node = 0;
    for (int k = 1; k < widths.length; k++) {
      Matrix weights = ((Dense) plain.node(2 * k - 1).op()).weights();
      State before = state.through(weights);
      boolean last = k + 1 == widths.length;
      double[] biases = last ? new double[widths[k]] : biases(before, shape.share(), random);
      node = builder.affine("dense_" + k, new Dense(weights, biases), node);
      if (!last) {
        node = builder.activation("relu_" + k, new Relu(), node);
        state = before.activated(biases);
      }
    }
    return new Made(builder.build(node), box);
  }

  private static double[] biases(State before, double share, SplittableRandom random) {
    int width = before.center().length;
    int[] order = new int[width];
    for (int i = 0; i < width; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    int unstable = (int) Math.round(share * width);
    double[] biases = new double[width];
    for (int k = 0; k < width; k++) {
      int i = order[k];
      double margin = MARGIN * (1 + before.upper()[i] - before.lower()[i]);
      if (k < unstable) {
        biases[i] = -before.center()[i];
      } else if (k % 2 == 0) {
        biases[i] = margin - before.lower()[i];
      } else {
        biases[i] = -margin - before.upper()[i];
      }
      biases[i] = Math.rint(biases[i] / STEP) * STEP;
    }
    return biases;
  }

  /** Values at the centre, and interval bounds; to nearest, which the margin is for. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record State(double[] center, double[] lower, double[] upper) {
    State through(Matrix weights) {
      int rows = weights.rows();
      State next = new State(new double[rows], new double[rows], new double[rows]);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < center.length; c++) {
          double w = weights.at(r, c);
          next.center[r] += w * center[c];
          next.lower[r] += w * (w > 0 ? lower[c] : upper[c]);
          next.upper[r] += w * (w > 0 ? upper[c] : lower[c]);
        }
      }
      return next;
    }

    State activated(double[] biases) {
      return new State(
          activated(center, biases), activated(lower, biases), activated(upper, biases));
    }

    private static double[] activated(double[] values, double[] biases) {
      double[] result = new double[values.length];
      Arrays.setAll(result, i -> Math.max(0, values[i] + biases[i]));
      return result;
    }
  }
}
