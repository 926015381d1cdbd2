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

    /** Brings the coefficients to the host, {@code [row][neuron]} flat; slow. */
    float[] download();
  }

  /**
   * What alpha-CROWN and beta-CROWN optimise at one ReLU node: one parameter for each row and
   * neuron. Of an unstable neuron it is the slope alpha of the line below, in [0, 1]; of an active
   * one (bounds at least 0) a number mu at most 0, of an inactive one (bounds at most 0) a number
   * mu at least 0, which is added to the row's coefficient of the pre-activation z: {@code mu z <=
   * 0} on the box, so the row stays a lower bound (beta is -mu or mu). Holds the optimiser's state.
   */
  interface Slopes extends Tensor {
    /** Brings the parameters to the host, {@code [row][neuron]} flat. */
    float[] download();
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
