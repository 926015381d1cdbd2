package dev.hasse.format.onnx;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import java.util.Optional;

/** Puts what follows an affine map into it; empty where the map's form does not allow that. */
final class Folding {
  private Folding() {}

  /**
   * The map with this bias, if it has none yet: nothing is computed, so the result is as exact as
   * the map.
   *
   * @param bias one an output
   */
  static Optional<Affine> withBias(Affine affine, double[] bias) {
    for (int i = 0; i < bias.length; i++) {
      if (affine.bias(i) != 0) {
        return Optional.empty();
      }
    }
    if (affine instanceof Dense dense) {
      return Optional.of(new Dense(dense.weights(), bias, dense.relativeError()));
    }
    if (affine instanceof Convolution convolution) {
      return ofChannels(bias, convolution.outputPixels())
          .map(channels -> with(convolution, convolution.weights(), channels, 0));
    }
    return Optional.empty();
  }

  /**
   * The map followed by a batch normalisation.
   *
   * @param channels normalisation of each channel; outputs of a channel lie together
   */
  static Optional<Affine> normalised(Affine affine, BatchChannel[] channels) throws ModelException {
    if (affine.relativeError() != 0) {
      return Optional.empty();
    }
    if (affine instanceof Dense dense) {
      return Optional.of(normalised(dense, channels));
    }
    if (affine instanceof Convolution convolution
        && convolution.outputChannels() == channels.length) {
      return Optional.of(normalised(convolution, channels));
    }
    return Optional.empty();
  }

  private static Affine normalised(Dense dense, BatchChannel[] channels) throws ModelException {
    int columns = dense.inputs();
    double[] weights = new double[dense.outputs() * columns];
    double[] bias = new double[dense.outputs()];
    int perChannel = dense.outputs() / channels.length;
    for (int i = 0; i < bias.length; i++) {
      BatchChannel channel = channels[i / perChannel];
      bias[i] = channel.shift(dense.bias(i));
      for (int j = 0; j < columns; j++) {
        weights[i * columns + j] = channel.factor(dense.weights().at(i, j));
      }
    }
    Matrix matrix = new Matrix(bias.length, columns, weights);
    return new Dense(matrix, bias, BatchChannel.relativeError(channels));
  }

  private static Affine normalised(Convolution convolution, BatchChannel[] channels)
      throws ModelException {
    double[] weights = convolution.weights();
    double[] bias = new double[channels.length];
    for (int c = 0; c < channels.length; c++) {
      bias[c] = channels[c].shift(convolution.channelBias(c));
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = channels[i / convolution.kernelSize()].factor(weights[i]);
    }
    return with(convolution, weights, bias, BatchChannel.relativeError(channels));
  }

  private static Convolution with(
      Convolution convolution, double[] weights, double[] bias, double moreError) {
    return new Convolution(
        convolution.inputChannels(),
        convolution.groups(),
        convolution.rows(),
        convolution.columns(),
        weights,
        bias,
        Math.max(convolution.relativeError(), moreError));
  }

  /** The values of the channels, if each channel has but one. */
  private static Optional<double[]> ofChannels(double[] values, int perChannel) {
    double[] channels = new double[values.length / perChannel];
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[i - i % perChannel]) {
        return Optional.empty();
      }
      channels[i / perChannel] = values[i];
    }
    return Optional.of(channels);
  }
}
