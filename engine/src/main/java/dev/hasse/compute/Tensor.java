package dev.hasse.compute;

import dev.hasse.domain.Bounds;

/**
 * A value on a device, made by a verb of a {@link Lane} and understood by that lane only. Whoever
 * receives one from a verb closes it; verbs never close or keep their arguments.
 */
public interface Tensor extends AutoCloseable {
  /** Gives the device memory back. The tensor must not be used afterwards. */
  @Override
  void close();

  /** Lower and upper bounds of the activations of one node, for each box of a chunk. */
  interface Interval extends Tensor {
    int boxes();

    int width();

    /** Brings the bounds to the host; not-a-number becomes the whole line and is counted. */
    Bounds download();
  }

  /**
   * The linear relaxation of one activation node, for each box: slopes and intercepts of one line
   * below and one line above the activation on its pre-activation bounds.
   */
  interface Relaxation extends Tensor {}

  /**
   * For one affine map and each box: {@code |W| xmax + |b|}, {@code xmax} the largest magnitude of
   * its inputs. This is what rounding errors of back-substitution are proportional to.
   */
  interface Magnitude extends Tensor {}

  /**
   * Rows: linear lower bounds. Row r of box k claims, for every x in that box, {@code quantity(x)
   * >= coefficients . activations(x) + constant}, over the activations of one node. Rounding errors
   * have already been subtracted from the constant.
   */
  interface Rows extends Tensor {
    /** Number of rows of all boxes. */
    int rows();
  }

  /** One rigorous lower bound a row. */
  interface RowBounds extends Tensor {
    /** Brings the bounds to the host, in row order; not-a-number becomes negative infinity. */
    double[] download();
  }

  /** Concrete activations of one node at a number of points, rounded to nearest. */
  interface Points extends Tensor {
    int count();

    int width();

    /** Brings the values to the host, {@code [point][neuron]} flat. */
    double[] download();
  }
}
