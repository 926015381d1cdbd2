package dev.hasse.network;

/**
 * A convolution of two dimensions as ONNX defines it (a cross-correlation): output {@code
 * [channel][row][column]} is the sum over the channels of its group and the positions of the two
 * windows of weight times input, plus the channel's bias. Inputs and outputs are flat, row-major.
 * Average pooling is a convolution with as many groups as channels.
 */
public final class Convolution implements Affine {
  private final int inputChannels;
  private final int outputChannels;
  private final int groups;
  private final Window rows;
  private final Window columns;
  private final double[] weights;
  private final double[] bias;
  private final double relativeError;

  /**
   * Copies the arrays.
   *
   * @param inputChannels a multiple of the groups, as are the output channels
   * @param groups channels are cut into so many stretches that do not mix
   * @param weights {@code [output channel][input channel of the group][kernel row][kernel column]}
   *     flat, finite
   * @param bias one an output channel, finite
   * @param relativeError see {@link Affine#relativeError()}
   */
  public Convolution(
      int inputChannels,
      int groups,
      Window rows,
      Window columns,
      double[] weights,
      double[] bias,
      double relativeError) {
    int outputChannels = bias.length;
    if (groups < 1
        || inputChannels < 1
        || outputChannels < 1
        || inputChannels % groups != 0
        || outputChannels % groups != 0) {
      throw new IllegalArgumentException(
          "%d to %d channels in %d groups".formatted(inputChannels, outputChannels, groups));
    }
    long expected =
        (long) outputChannels * (inputChannels / groups) * rows.kernel() * columns.kernel();
    if (weights.length != expected) {
      throw new IllegalArgumentException(
          weights.length + " weights of a convolution, expected " + expected);
    }
    this.inputChannels = inputChannels;
    this.outputChannels = outputChannels;
    this.groups = groups;
    this.rows = rows;
    this.columns = columns;
    this.weights = Finite.copyOf("weight", weights);
    this.bias = Finite.copyOf("bias", bias);
    this.relativeError = Finite.relativeError(relativeError);
    Math.multiplyExact(inputChannels, Math.multiplyExact(rows.input(), columns.input()));
    Math.multiplyExact(outputChannels, Math.multiplyExact(rows.output(), columns.output()));
  }

  public int inputChannels() {
    return inputChannels;
  }

  public int outputChannels() {
    return outputChannels;
  }

  public int groups() {
    return groups;
  }

  /** The window along the vertical axis. */
  public Window rows() {
    return rows;
  }

  /** The window along the horizontal axis. */
  public Window columns() {
    return columns;
  }

  /** Number of output pixels of a channel. */
  public int outputPixels() {
    return rows.output() * columns.output();
  }

  /** Number of input pixels of a channel. */
  public int inputPixels() {
    return rows.input() * columns.input();
  }

  /** Number of weights of one output channel: the length of the sum behind an output. */
  public int kernelSize() {
    return inputChannels / groups * rows.kernel() * columns.kernel();
  }

  /** A copy, {@code [output channel][input channel of the group][kernel row][kernel column]}. */
  public double[] weights() {
    return weights.clone();
  }

  /** The bias of a channel. */
  public double channelBias(int channel) {
    return bias[channel];
  }

  @Override
  public void forEachTerm(int output, Terms terms) {
    int channel = output / outputPixels();
    int row = output % outputPixels() / columns.output();
    int column = output % columns.output();
    int channelsOfGroup = inputChannels / groups;
    int firstChannel = channel / (outputChannels / groups) * channelsOfGroup;
    int weight = channel * kernelSize();
    for (int c = firstChannel; c < firstChannel + channelsOfGroup; c++) {
      for (int i = 0; i < rows.kernel(); i++) {
        int inputRow = rows.source(row, i);
        for (int j = 0; j < columns.kernel(); j++, weight++) {
          int inputColumn = columns.source(column, j);
          if (inputRow >= 0 && inputColumn >= 0) {
            int pixel = inputRow * columns.input() + inputColumn;
            terms.term(c * inputPixels() + pixel, weights[weight]);
          }
        }
      }
    }
  }

  @Override
  public double bias(int output) {
    return bias[output / outputPixels()];
  }

  @Override
  public int inputs() {
    return inputChannels * inputPixels();
  }

  @Override
  public int outputs() {
    return outputChannels * outputPixels();
  }

  @Override
  public double relativeError() {
    return relativeError;
  }

  @Override
  public <R> R acceptForm(AffineVisitor<R> visitor) {
    return visitor.convolution(this);
  }

  @Override
  public String label() {
    return "Conv";
  }
}
