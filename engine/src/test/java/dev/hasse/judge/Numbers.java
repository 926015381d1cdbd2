package dev.hasse.judge;

import dev.hasse.compute.RowSelection;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Window;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded inputs: the same for the same seed and case. {@code -Dhasse.seed=N} chooses another seed;
 * names of cases carry it.
 */
public final class Numbers {
  /** The seed of this run. */
  public static final long SEED = Long.getLong("hasse.seed", 1);

  private static final double[] AWKWARD = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_NORMAL,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Math.nextDown(Float.MIN_NORMAL),
    -Float.MIN_NORMAL,
    1e-30,
    -1e-30,
    0.1,
    -1.0 / 3,
    1,
    -1,
    Math.nextUp(1.0),
    -Math.nextDown(1.0),
    Math.nextUp(1f),
    -Math.nextDown(1f),
    16777217,
    -1e9,
    1e30,
    -1e30
  };

  private static final List<Style> STYLES = List.of(Style.values());

  private final SplittableRandom random;

  /** The numbers of one case. */
  public Numbers(Object name) {
    this.random = new SplittableRandom(31 * SEED + name.toString().hashCode());
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return random.nextDouble();
  }

  /** Uniform below a bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any style. */
  public Style style() {
    return STYLES.get(below(STYLES.size()));
  }

  public double next(Style style) {
    return switch (style) {
      case INTEGERS -> random.nextInt(9) - 4;
      case FLOATS -> (float) around();
      case DOUBLES -> around();
      case AWKWARD -> AWKWARD[random.nextInt(AWKWARD.length)];
    };
  }

  private double around() {
    return 2 * random.nextDouble() - 1;
  }

  public double[] vector(int size, Style style) {
    double[] vector = new double[size];
    for (int i = 0; i < size; i++) {
      vector[i] = next(style);
    }
    return vector;
  }

  /** Floats around one, some of them 0. */
  public float[] floats(int size) {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = random.nextInt(8) == 0 ? 0 : (float) around();
    }
    return floats;
  }

  public Dense dense(int outputs, int inputs, Style style, double relativeError) {
    return new Dense(
        new Matrix(outputs, inputs, vector(outputs * inputs, style)),
        vector(outputs, style),
        relativeError);
  }

  public Scale scale(int size, Style style, double relativeError) {
    return new Scale(vector(size, style), vector(size, style), relativeError);
  }

  /** A permutation that may leave inputs out. */
  public Select select(int inputs, int outputs) {
    int[] order = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return new Select(inputs, Arrays.copyOf(order, outputs));
  }

  /** A permutation of some inputs with zeros between; maybe of zeros alone. */
  public Select padding(int inputs, int outputs) {
    Select order = select(inputs, inputs);
    int[] source = new int[outputs];
    int next = 0;
    for (int i = 0; i < outputs; i++) {
      boolean zero = next == inputs || random.nextInt(3) == 0;
      source[i] = zero ? Select.ZERO : order.source(next++);
    }
    return new Select(inputs, source);
  }

  /**
   * A convolution over an image.
   *
   * @param windows along both axes
   * @param channels input and output channels and groups
   */
  public Convolution convolution(
      Window[] windows, int[] channels, Style style, double relativeError) {
    int kernel = channels[0] / channels[2] * windows[0].kernel() * windows[1].kernel();
    return new Convolution(
        channels[0],
        channels[2],
        windows[0],
        windows[1],
        vector(channels[1] * kernel, style),
        vector(channels[1], style),
        relativeError);
  }

  /** Boxes of all widths: none, one ulp, small, between two random ends, from zero on. */
  public BoxBatch boxes(int count, int dimension, Style style) {
    double[] lower = vector(count * dimension, style);
    double[] upper = lower.clone();
    for (int i = 0; i < lower.length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> {} // no width
        case 1 -> upper[i] = style == Style.INTEGERS ? lower[i] + 1 : Math.nextUp(lower[i]);
        case 2 -> upper[i] += style == Style.INTEGERS ? 2 : Math.abs(lower[i]) * 0x1p-7;
        case 3 -> {
          lower[i] = Math.min(lower[i], 0.0);
          upper[i] = Math.max(upper[i], 0.0);
        }
        default -> {
          double other = next(style);
          upper[i] = Math.max(lower[i], other);
          lower[i] = Math.min(lower[i], other);
        }
      }
    }
    return new BoxBatch(count, dimension, lower, upper);
  }

  /**
   * Boxes that have the same coordinates at most 0, but for a few of them in one box: what a ReLU
   * leaves of alike boxes.
   *
   * @param share of these coordinates among all
   */
  public BoxBatch boxesWithNegatives(int count, int dimension, double share) {
    double[] lower = new double[count * dimension];
    double[] upper = new double[count * dimension];
    int different = below(count);
    for (int i = 0; i < dimension; i++) {
      boolean negative = uniform() < share;
      boolean notInOne = negative && uniform() < 0.1;
      for (int b = 0; b < count; b++) {
        double top = negative && !(notInOne && b == different) ? -uniform() : 1 + uniform();
        upper[b * dimension + i] = negative && uniform() < 0.2 ? Math.max(0, top) : top;
        lower[b * dimension + i] = top - 3 * uniform();
      }
    }
    return new BoxBatch(count, dimension, lower, upper);
  }

  /** One point in each box; boxes that are infinite give finite points. */
  public double[] pointsIn(BoxBatch boxes) {
    double[] points = new double[boxes.count() * boxes.dimension()];
    for (int b = 0; b < boxes.count(); b++) {
      for (int i = 0; i < boxes.dimension(); i++) {
        double lower = Math.max(boxes.lower(b, i), -1e6);
        double upper = Math.min(boxes.upper(b, i), 1e6);
        double point =
            switch (random.nextInt(4)) {
              case 0 -> lower;
              case 1 -> upper;
              default -> lower + random.nextDouble() * (upper - lower);
            };
        points[b * boxes.dimension() + i] =
            Math.max(boxes.lower(b, i), Math.min(boxes.upper(b, i), point));
      }
    }
    return points;
  }

  /** No neuron, one, all or some of each box; at most {@code most} of a box. */
  public RowSelection ragged(int boxes, int width, int most) {
    int[] start = new int[boxes + 1];
    int[] neuron = new int[boxes * width];
    for (int b = 0; b < boxes; b++) {
      int next = start[b];
      int share = (b + 2) % 4;
      if (share == 1) {
        neuron[next++] = random.nextInt(width);
      } else if (share > 1) {
        for (int i = 0; i < width && next - start[b] < most; i++) {
          if ((width <= most && share == 2) || random.nextInt(width) < most) {
            neuron[next++] = i;
          }
        }
      }
      start[b + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  /** Zero to three forms with constants for each box. */
  public Objectives objectives(int boxes, int outputs, Style style) {
    int[] start = new int[boxes + 1];
    for (int b = 0; b < boxes; b++) {
      start[b + 1] = start[b] + (b + 2) % 4;
    }
    int rows = start[boxes];
    return new Objectives(outputs, start, vector(rows * outputs, style), vector(rows, style));
  }
}
