package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import java.util.Optional;

/**
 * An affine map on the device whose weights change: a dense one has a matrix, a convolution has
 * windows, a diagonal one neither.
 */
final class TrainedMap {
  private static final int ALL = -1;
  private static final int ALL_BUT_SIGN = Integer.MAX_VALUE;

  private final Affine map;
  private final Optional<Parameters.Place> place;
  private final long weights;
  private final long bias;
  private final TrainedMatrix matrix;
  private final TrainedWindows windows;

  /**
   * Makes room.
   *
   * @param place of its parameters in the vector of all, if they are trained
   * @param weights where they are on the device, without padding
   * @param bias where it is
   */
  TrainedMap(
      DeviceQueue queue, Affine map, Optional<Parameters.Place> place, long weights, long bias) {
    this.map = map;
    this.place = place;
    this.weights = weights;
    this.bias = bias;
    this.matrix = map instanceof Dense dense ? new TrainedMatrix(queue, dense) : null;
    this.windows =
        map instanceof Convolution convolution ? new TrainedWindows(queue, convolution) : null;
  }

  /** Makes what products want of the weights as they are now. */
  void refresh(DeviceQueue queue) {
    if (matrix != null) {
      matrix.refresh(queue, weights);
    }
    if (windows != null) {
      windows.refresh(queue, weights);
    }
  }

  /** The bits of a weight that a factor consists of. */
  static int bits(Factor factor) {
    return factor == Factor.WEIGHTS ? ALL : ALL_BUT_SIGN;
  }

  Optional<Parameters.Place> place() {
    return place;
  }

  int inputs() {
    return map.inputs();
  }

  int outputs() {
    return map.outputs();
  }

  /** Of a dense map, else null. */
  TrainedMatrix matrix() {
    return matrix;
  }

  /** Of a convolution, else null. */
  TrainedWindows windows() {
    return windows;
  }

  /** Where the weights are, without padding. */
  long weights() {
    return weights;
  }

  /** Where the biases are, without padding. */
  long bias() {
    return bias;
  }

  /** How many there are. */
  int biases() {
    return WeightVector.biases(map);
  }

  /** Outputs in a row that share a bias. */
  int pixels() {
    return map.outputs() / biases();
  }
}
