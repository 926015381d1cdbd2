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

    /**
     * Brings the coefficients to the host, {@code [row][neuron]} flat; slow. A backend that leaves
     * out the verbs on {@link Slopes} may leave it out too.
     */
    default float[] download() {
      throw new UnsupportedOperationException("coefficients of rows on this backend");
    }
  }

  /**
   * What alpha-CROWN and beta-CROWN optimise at one ReLU node: one parameter for each row and
   * neuron. Of an unstable neuron it is the slope alpha of the line below, in [0, 1]. Of a stable
   * one it is -beta, at most 0: it is added to the row's coefficient of the pre-activation z where
   * the neuron is active (z is at least 0), and subtracted where it is inactive, so that what is
   * added to the row is at most 0 and the row stays a lower bound. A slope that is handed on to a
   * neuron which has become stable is put to 0. Holds the optimiser's state.
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
