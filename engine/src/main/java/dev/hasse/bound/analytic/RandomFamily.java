package dev.hasse.bound.analytic;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.numeric.MersenneTwister;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.Pcg64;
import dev.hasse.numeric.Philox;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Random networks of growing depth: 100 inputs, as many hidden layers as the depth says, each of 3
 * to 99 neurons, and 10 outputs; weights and biases uniform in [-1, 1], rounded to float32; a ReLU
 * after every layer, the output's included.
 */
public enum RandomFamily {
  /**
   * The networks of arXiv 2604.18728, weight for weight (checked against the architectures that the
   * authors' notebook prints). Every layer draws its weights, and again its biases, from the start
   * of one and the same stream: matrices of a network are reshaped prefixes of each other, and
   * their growth with depth is not that of independent layers.
   */
  PAPER {
    @Override
    DoubleSupplier stream(long seed, int depth, int part) {
      return new Pcg64(seed)::nextDouble;
    }
  },
  /** The same widths, but every matrix and every vector of biases from a stream of its own. */
  DECORRELATED {
    @Override
    DoubleSupplier stream(long seed, int depth, int part) {
      return new PhiloxStream(seed, part, depth);
    }
  };

  public static final int INPUTS = 100;
  public static final int OUTPUTS = 10;
  private static final int LEAST_WIDTH = 3;
  private static final int WIDTH_LIMIT = 100;

  /** Numbers in [0, 1) for one matrix (even parts) or vector of biases (odd parts). */
  abstract DoubleSupplier stream(long seed, int depth, int part);

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The network with this many hidden layers.
   *
   * @param depth at least 1
   * @param seed 0 to 2^32 - 1; the paper's is 0
   */
  public Network network(int depth, long seed) {
    int[] widths = widths(depth, seed);
    Network.Builder builder = Network.builder(label() + "-" + depth, INPUTS);
    int node = 0;
    for (int k = 1; k < widths.length; k++) {
      Dense dense =
          dense(
              widths[k - 1], widths[k], stream(seed, depth, 2 * k), stream(seed, depth, 2 * k + 1));
      node = builder.affine("dense_" + k, dense, node);
      node = builder.activation("relu_" + k, new Relu(), node);
    }
    return builder.build(node);
  }

  /** Sizes of input, hidden layers and output; those of all depths come from one stream. */
  static int[] widths(int depth, long seed) {
    if (depth < 1) {
      throw new IllegalArgumentException("depth " + depth + ", expected at least 1");
    }
    MersenneTwister random = new MersenneTwister(seed);
    for (int drawnBefore = 0; drawnBefore < depth * (depth - 1) / 2; drawnBefore++) {
      random.integer(LEAST_WIDTH, WIDTH_LIMIT);
    }
    int[] widths = new int[depth + 2];
    widths[0] = INPUTS;
    for (int k = 1; k <= depth; k++) {
      widths[k] = random.integer(LEAST_WIDTH, WIDTH_LIMIT);
    }
    widths[depth + 1] = OUTPUTS;
    return widths;
  }

  /** The streams fill the matrix that multiplies a row vector from the right, row by row. */
  private static Dense dense(
      int inputs, int outputs, DoubleSupplier weights, DoubleSupplier biases) {
    double[] matrix = new double[outputs * inputs];
    for (int j = 0; j < inputs; j++) {
      for (int i = 0; i < outputs; i++) {
        matrix[i * inputs + j] = symmetric(weights);
      }
    }
    double[] bias = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      bias[i] = symmetric(biases);
    }
    return new Dense(new Matrix(outputs, inputs, matrix), bias);
  }

  private static double symmetric(DoubleSupplier uniform) {
    return Outward.floatNearest(-1 + 2 * uniform.getAsDouble());
  }

  /** Numbers of Philox, one point of 256 coordinates after the other. */
  private static final class PhiloxStream implements DoubleSupplier {
    private final long seed;
    private final int box;
    private final double[] numbers = new double[256];
    private int point;
    private int used = numbers.length;

    PhiloxStream(long seed, int part, int depth) {
      this.seed = seed;
      this.box = part << 16 | depth;
    }

    @Override
    public double getAsDouble() {
      if (used == numbers.length) {
        Philox.uniforms(seed, box, point++, numbers);
        used = 0;
      }
      return numbers[used++];
    }
  }
}
