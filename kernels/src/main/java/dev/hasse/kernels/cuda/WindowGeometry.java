package dev.hasse.kernels.cuda;

import dev.hasse.network.Convolution;
import dev.hasse.network.Window;
import java.math.BigInteger;

/**
 * A convolution or its transpose as the kernels of {@code windows.cuh} count it: results are sums
 * over the positions of a window and the sources' channels. Of the transpose the results are the
 * convolution's inputs.
 *
 * <p>Results whose distance is a multiple of the stride meet the same positions of a transposed
 * window: a phase. Of the positions k with {@code result + padding - k dilation} divisible by the
 * stride each is {@code stride / gcd} after the one before, and its source {@code dilation / gcd}
 * nearer, gcd that of stride and dilation.
 */
final class WindowGeometry {
  private final Convolution map;
  private final boolean transposed;

  private WindowGeometry(Convolution map, boolean transposed) {
    this.map = map;
    this.transposed = transposed;
  }

  static WindowGeometry of(Convolution map) {
    return new WindowGeometry(map, false);
  }

  static WindowGeometry transposeOf(Convolution map) {
    return new WindowGeometry(map, true);
  }

  /** The struct {@code Windows}. */
  int[] packed() {
    int[] rows = axis(map.rows());
    int[] columns = axis(map.columns());
    int[] all = new int[rows.length + columns.length + 2];
    System.arraycopy(rows, 0, all, 0, rows.length);
    System.arraycopy(columns, 0, all, rows.length, columns.length);
    all[all.length - 2] = resultChannels();
    all[all.length - 1] = sourceChannels();
    return all;
  }

  /** The struct {@code Axis}. */
  private int[] axis(Window window) {
    int results = results(window);
    int phases = phases(window);
    int common =
        BigInteger.valueOf(window.stride())
            .gcd(BigInteger.valueOf(window.dilation()))
            .intValueExact();
    // Threads count result + padding in 32 bits; behind the kernel there is no position.
    Math.addExact(results, window.padding());
    return new int[] {
      results,
      transposed ? window.output() : window.input(),
      window.kernel(),
      window.stride(),
      window.dilation(),
      window.padding(),
      phases,
      perPhase(window),
      transposed ? Math.min(window.stride() / common, window.kernel()) : 1,
      transposed ? -(window.dilation() / common) : window.dilation()
    };
  }

  private int results(Window window) {
    return transposed ? window.input() : window.output();
  }

  private int phases(Window window) {
    return transposed ? Math.min(window.stride(), window.input()) : 1;
  }

  private int perPhase(Window window) {
    return -Math.floorDiv(-results(window), phases(window));
  }

  /** Channels of a group of the results. */
  int resultChannels() {
    return (transposed ? map.inputChannels() : map.outputChannels()) / map.groups();
  }

  /** Channels of a group of the sources. */
  private int sourceChannels() {
    return (transposed ? map.outputChannels() : map.inputChannels()) / map.groups();
  }

  /** Pixels of a channel of the results, for a stride a few more: each a thread. */
  int pixels() {
    return Math.multiplyExact(
        phases(map.rows()) * perPhase(map.rows()), phases(map.columns()) * perPhase(map.columns()));
  }

  /** All channels of the results, each group's filled up to whole stretches. */
  int channels(int stretch) {
    return Math.multiplyExact(map.groups() * stretches(stretch), stretch);
  }

  private int stretches(int stretch) {
    return -Math.floorDiv(-resultChannels(), stretch);
  }

  /** How many weights {@link #packed(float[], int)} makes. */
  int packedCount(int stretch) {
    int positions = map.rows().kernel() * map.columns().kernel();
    return Math.multiplyExact(channels(stretch), Math.multiplyExact(positions, sourceChannels()));
  }

  /**
   * The kernel in the order of use: {@code [group][stretch][position][source channel][result
   * channel of the stretch]}, zeros past the last channel.
   *
   * @param kernel as in {@link Convolution#weights()}
   */
  float[] packed(float[] kernel, int stretch) {
    int positions = map.rows().kernel() * map.columns().kernel();
    int sources = sourceChannels();
    float[] result = new float[packedCount(stretch)];
    int next = 0;
    for (int block = 0; block < map.groups() * stretches(stretch); block++) {
      int group = block / stretches(stretch);
      int first = block % stretches(stretch) * stretch;
      for (int position = 0; position < positions; position++) {
        for (int source = 0; source < sources; source++) {
          for (int channel = first; channel < first + stretch; channel++, next++) {
            if (channel < resultChannels()) {
              result[next] = kernel[place(group, channel, source) * positions + position];
            }
          }
        }
      }
    }
    return result;
  }

  /** Where the positions of a pair of channels begin, counted in pairs. */
  private int place(int group, int result, int source) {
    int output = transposed ? source : result;
    int input = transposed ? result : source;
    int outputs = map.outputChannels() / map.groups();
    int inputs = map.inputChannels() / map.groups();
    return (group * outputs + output) * inputs + input;
  }
}
