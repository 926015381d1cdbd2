package dev.hasse.judge;

import dev.hasse.network.Activation;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Select;
import dev.hasse.network.Window;

/**
 * Small seeded networks over images: convolutions of all shapes, residual blocks, padding and
 * concatenation by index maps with zeros, diagonal maps, and a dense end.
 */
public final class RandomImageNetwork {
  private final Numbers numbers;
  private final Style style;
  private final Activation activation;
  private final Network.Builder builder;
  private int node;
  private int channels;
  private int height;
  private int width;

  private RandomImageNetwork(
      String name, Activation activation, int channels, int height, int width, Style style) {
    this.numbers = new Numbers(name);
    this.style = style;
    this.activation = activation;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.builder = Network.builder(name, channels * height * width);
  }

  /** A network over an image of at most two channels and 4x4 pixels; the name seeds it. */
  public static Network of(String name, Activation activation, Style style) {
    Numbers sizes = new Numbers("image of " + name);
    return of(name, activation, style, 1 + sizes.below(2), 1 + sizes.below(4), 1 + sizes.below(4));
  }

  /** The same over an image of this size. */
  public static Network of(
      String name, Activation activation, Style style, int channels, int height, int width) {
    RandomImageNetwork network =
        new RandomImageNetwork(name, activation, channels, height, width, style);
    int steps = 2 + network.numbers.below(4);
    for (int step = 0; step < steps; step++) {
      network.append("" + step);
    }
    network.node =
        network.builder.affine(
            "end",
            network.numbers.dense(2, network.builder.size(network.node), style, 0),
            network.node);
    return network.builder.build(network.node);
  }

  private void append(String step) {
    switch (numbers.below(6)) {
      case 0, 1, 2 -> {
        convolve("convolution " + step);
        activate("activation " + step);
      }
      case 3 -> residual(step);
      case 4 -> pad(step);
      default -> concatenate(step);
    }
  }

  private void activate(String name) {
    node = builder.activation(name, activation, node);
  }

  private Window window(int pixels) {
    int kernel = 1 + numbers.below(3);
    int stride = 1 + numbers.below(2);
    int dilation = 1 + numbers.below(2);
    int padding = numbers.below(2);
    int room = pixels + 2 * padding - ((kernel - 1) * dilation + 1);
    return new Window(pixels, Math.max(0, room) / stride + 1, kernel, stride, dilation, padding);
  }

  private void convolve(String name) {
    Window rows = window(height);
    Window columns = window(width);
    int groups = channels % 2 == 0 && numbers.below(3) == 0 ? 2 : 1;
    int outputs = groups * (1 + numbers.below(2));
    Convolution convolution =
        numbers.convolution(
            new Window[] {rows, columns}, new int[] {channels, outputs, groups}, style, 0);
    node = builder.affine(name, convolution, node);
    channels = outputs;
    height = rows.output();
    width = columns.output();
  }

  /** Two convolutions that keep the size, around them the way past. */
  private void residual(String step) {
    int skip = node;
    for (String place : new String[] {"first ", "second "}) {
      Window[] same = {
        new Window(height, height, 3, 1, 1, 1), new Window(width, width, 3, 1, 1, 1)
      };
      Convolution convolution =
          numbers.convolution(same, new int[] {channels, channels, 1}, style, 0);
      node = builder.affine(place + step, convolution, node);
      if (place.equals("first ")) {
        activate("inside " + step);
      }
    }
    node = builder.add("sum " + step, node, skip);
  }

  /** A line of zeros above the image. */
  private void pad(String step) {
    int[] source = new int[channels * (height + 1) * width];
    for (int k = 0; k < source.length; k++) {
      int line = k / width % (height + 1);
      int channel = k / (width * (height + 1));
      source[k] = line == 0 ? Select.ZERO : (channel * height + line - 1) * width + k % width;
    }
    node = builder.select("pad " + step, new Select(channels * height * width, source), node);
    height++;
  }

  /** The image and a scaled copy of it as more channels. */
  private void concatenate(String step) {
    int size = builder.size(node);
    int scaled = builder.affine("scale " + step, numbers.scale(size, style, 0), node);
    int first = builder.select("first " + step, shifted(size, 0), node);
    int second = builder.select("second " + step, shifted(size, size), scaled);
    node = builder.add("concatenation " + step, first, second);
    channels *= 2;
  }

  /** So many values from a position on, among zeros. */
  private static Select shifted(int size, int at) {
    int[] source = new int[2 * size];
    for (int k = 0; k < source.length; k++) {
      source[k] = k >= at && k < at + size ? k - at : Select.ZERO;
    }
    return new Select(size, source);
  }
}
