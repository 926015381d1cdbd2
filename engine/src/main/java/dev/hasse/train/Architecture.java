package dev.hasse.train;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A classifier as one line of text: the input, then layers with commas between them, and a ReLU
 * after each but the last.
 *
 * <p>The input is a size such as {@code 784}, or channels, rows and columns such as {@code
 * 1x28x28}. {@code dense100}, or {@code 100} alone, is a dense layer of so many neurons. {@code
 * conv16k4s2p1} is a convolution to 16 channels with a kernel of 4 x 4, stride 2 and 1 pixel of
 * padding on each side; without s the stride is 1, without p there is no padding.
 */
public final class Architecture {
  /** Parameters, Adam's state and the gradient of this many take 1.6 GB. */
  private static final long MOST_PARAMETERS = 100_000_000;

  private static final Pattern SIZE = Pattern.compile("(?:dense)?(\\d{1,9})");
  private static final Pattern IMAGE = Pattern.compile("(\\d{1,9})x(\\d{1,9})x(\\d{1,9})");
  private static final Pattern CONVOLUTION =
      Pattern.compile("conv(\\d{1,9})k(\\d{1,9})(?:s(\\d{1,9}))?(?:p(\\d{1,9}))?");

  private final String text;
  private final Image image;
  private final List<Affine> layers = new ArrayList<>();
  private long parameters;

  /**
   * What a layer gets.
   *
   * @param channels of an image of rows x columns; flat values are so many channels of 1 x 1
   */
  public record Image(int channels, int rows, int columns) {
    /** Number of values. */
    public int size() {
      return Math.multiplyExact(channels, Math.multiplyExact(rows, columns));
    }
  }

  private Architecture(String text) {
    this.text = text;
    String[] words = text.strip().split(",", -1);
    if (words.length < 2) {
      throw new IllegalArgumentException(
          "'" + text + "' is one size; expected at least an input and an output, such as 784,10");
    }
    this.image = input(words[0].strip());
    Image now = image;
    for (int k = 1; k < words.length; k++) {
      now = append(words[k].strip().toLowerCase(Locale.ROOT), now);
    }
    if (!(layers.get(layers.size() - 1) instanceof Dense)) {
      throw new IllegalArgumentException(
          "'" + text + "' ends with a convolution; expected a dense layer at the end");
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with one sentence, where it is none
   */
  public static Architecture parse(String text) {
    try {
      return new Architecture(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' has a layer of more than 2^31 values", e);
    }
  }

  private static Image input(String word) {
    Matcher size = SIZE.matcher(word);
    if (size.matches() && !word.startsWith("d")) {
      return new Image(positive(word, size.group(1)), 1, 1);
    }
    Matcher shape = IMAGE.matcher(word);
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "'" + word + "' is no input; expected a count such as 784, or 1x28x28");
    }
    Image image =
        new Image(
            positive(word, shape.group(1)),
            positive(word, shape.group(2)),
            positive(word, shape.group(3)));
    image.size();
    return image;
  }

  private Image append(String word, Image before) {
    Matcher dense = SIZE.matcher(word);
    if (dense.matches()) {
      int outputs = positive(word, dense.group(1));
      count(word, outputs, before.size());
      layers.add(
          new Dense(
              new Matrix(outputs, before.size(), new double[outputs * before.size()]),
              new double[outputs]));
      return new Image(outputs, 1, 1);
    }
    Matcher convolution = CONVOLUTION.matcher(word);
    if (!convolution.matches()) {
      throw new IllegalArgumentException(
          "'" + word + "' is no count and no layer; expected dense100 or conv16k4s2p1, say");
    }
    if (before.rows() == 1 && before.columns() == 1) {
      throw new IllegalArgumentException(
          "'" + word + "' is over flat values; expected an image before it, such as 1x28x28");
    }
    return append(word, convolution, before);
  }

  private Image append(String word, Matcher match, Image before) {
    int channels = positive(word, match.group(1));
    int kernel = positive(word, match.group(2));
    int stride = match.group(3) == null ? 1 : positive(word, match.group(3));
    int padding = match.group(4) == null ? 0 : Integer.parseInt(match.group(4));
    if (padding >= kernel) {
      throw new IllegalArgumentException(
          "'" + word + "' pads more than its kernel covers; expected less than " + kernel);
    }
    Window rows = window(word, before.rows(), kernel, stride, padding);
    Window columns = window(word, before.columns(), kernel, stride, padding);
    long kernelSize = (long) before.channels() * kernel * kernel;
    count(word, channels, kernelSize);
    layers.add(
        new Convolution(
            before.channels(),
            1,
            rows,
            columns,
            new double[Math.toIntExact(channels * kernelSize)],
            new double[channels],
            0));
    return new Image(channels, rows.output(), columns.output());
  }

  private static Window window(String word, int pixels, int kernel, int stride, int padding) {
    int room = pixels + 2 * padding - kernel;
    if (room < 0) {
      throw new IllegalArgumentException(
          "'" + word + "' has a kernel of " + kernel + " over " + pixels + " pixels");
    }
    return new Window(pixels, room / stride + 1, kernel, stride, 1, padding);
  }

  private void count(String word, long outputs, long terms) {
    parameters += outputs * (terms + 1);
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' brings the network to more than "
              + MOST_PARAMETERS
              + " parameters, which is the most supported");
    }
  }

  private static int positive(String word, String digits) {
    int value = Integer.parseInt(digits);
    if (value < 1) {
      throw new IllegalArgumentException("'" + word + "' is no count; expected numbers from 1 on");
    }
    return value;
  }

  /** The shape of the input; 1 x 1 pixels where it is flat. */
  public Image image() {
    return image;
  }

  /** Number of input values. */
  public int inputs() {
    return image.size();
  }

  /** Number of classes. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** The network with all parameters 0. */
  public Network network(String name) {
    Network.Builder builder = Network.builder(name, inputs());
    int node = 0;
    for (int k = 0; k < layers.size(); k++) {
      Affine layer = layers.get(k);
      String kind = layer instanceof Dense ? "dense_" : "conv_";
      node = builder.affine(kind + (k + 1), layer, node);
      if (k + 1 < layers.size()) {
        node = builder.activation("relu_" + (k + 1), new Relu(), node);
      }
    }
    return builder.build(node);
  }

  /** The text it was read from. */
  @Override
  public String toString() {
    return text;
  }
}
