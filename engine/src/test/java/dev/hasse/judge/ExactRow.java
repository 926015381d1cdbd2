package dev.hasse.judge;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Affine;
import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * A linear form over the activations of one node, exact, on its way back through affine maps; and
 * beside it the same form made of magnitudes, {@code |A| |W| x + |A| |b|}, which errors of weights
 * are proportional to.
 */
public final class ExactRow {
  private final Dyadic[] coefficients;
  private final Dyadic constant;
  private final Dyadic[] sizes;
  private final Dyadic biasSize;
  private final double constantMagnitude;

  private ExactRow(
      Dyadic[] coefficients,
      Dyadic constant,
      Dyadic[] sizes,
      Dyadic biasSize,
      double constantMagnitude) {
    this.coefficients = coefficients;
    this.constant = constant;
    this.sizes = sizes;
    this.biasSize = biasSize;
    this.constantMagnitude = constantMagnitude;
  }

  private static ExactRow of(Dyadic[] coefficients, Dyadic constant) {
    Dyadic[] sizes = Arrays.stream(coefficients).map(Dyadic::abs).toArray(Dyadic[]::new);
    double magnitude = Math.abs(constant.doubleValue());
    return new ExactRow(coefficients, constant, sizes, Dyadic.ZERO, magnitude);
  }

  private static Dyadic[] zeros(int width) {
    Dyadic[] zeros = new Dyadic[width];
    Arrays.fill(zeros, Dyadic.ZERO);
    return zeros;
  }

  /** {@code sign * x_neuron}. */
  public static ExactRow unit(int width, int neuron, int sign) {
    Dyadic[] coefficients = zeros(width);
    coefficients[neuron] = Dyadic.of(sign);
    return of(coefficients, Dyadic.ZERO);
  }

  /** One row of objectives. */
  public static ExactRow objective(Objectives objectives, int row) {
    Dyadic[] coefficients = new Dyadic[objectives.outputs()];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = Dyadic.of(objectives.coefficient(row, i));
    }
    return of(coefficients, Dyadic.of(objectives.constant(row)));
  }

  /** The form over the input of an affine map, from that over its output. */
  public ExactRow back(Affine affine) {
    Dyadic[] back = zeros(affine.inputs());
    Dyadic[] backSizes = zeros(affine.inputs());
    Dyadic moved = constant;
    Dyadic movedSize = biasSize;
    for (int i = 0; i < coefficients.length; i++) {
      Dyadic a = coefficients[i];
      Dyadic size = sizes[i];
      if (size.signum() == 0) {
        continue;
      }
      Dyadic bias = Dyadic.of(affine.bias(i));
      moved = moved.plus(a.times(bias));
      movedSize = movedSize.plus(size.times(bias.abs()));
      affine.forEachTerm(
          i,
          (j, weight) -> {
            Dyadic w = Dyadic.of(weight);
            back[j] = back[j].plus(a.times(w));
            backSizes[j] = backSizes[j].plus(size.times(w.abs()));
          });
    }
    return new ExactRow(back, moved, backSizes, movedSize, constantMagnitude);
  }

  /** The form over the input of an index map, from that over its output. */
  public ExactRow back(Select select) {
    Dyadic[] back = zeros(select.inputs());
    Dyadic[] backSizes = zeros(select.inputs());
    for (int i = 0; i < coefficients.length; i++) {
      int j = select.source(i);
      if (j == Select.ZERO) {
        continue;
      }
      back[j] = back[j].plus(coefficients[i]);
      backSizes[j] = backSizes[j].plus(sizes[i]);
    }
    return new ExactRow(back, constant, backSizes, biasSize, constantMagnitude);
  }

  /** The same coefficients with a constant of zero. */
  public ExactRow withoutConstant() {
    return new ExactRow(coefficients, Dyadic.ZERO, sizes, Dyadic.ZERO, 0);
  }

  public ExactRow plus(ExactRow other) {
    Dyadic[] sum = new Dyadic[coefficients.length];
    Dyadic[] sumSizes = new Dyadic[coefficients.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = coefficients[i].plus(other.coefficients[i]);
      sumSizes[i] = sizes[i].plus(other.sizes[i]);
    }
    return new ExactRow(
        sum,
        constant.plus(other.constant),
        sumSizes,
        biasSize.plus(other.biasSize),
        constantMagnitude + other.constantMagnitude);
  }

  /** The value at a point. */
  public Dyadic at(double[] point) {
    return minimum(BoxBatch.single(point, point), 0, 0);
  }

  /**
   * The smallest value on a box, where the true coefficients may differ from these by up to {@code
   * relativeError} times the magnitudes. Separable: each coordinate is smallest at one of its ends.
   */
  public Dyadic minimum(BoxBatch boxes, int box, double relativeError) {
    Dyadic error = Dyadic.of(relativeError);
    Dyadic sum = constant.minus(error.times(biasSize));
    for (int i = 0; i < coefficients.length; i++) {
      Dyadic lower = Dyadic.of(boxes.lower(box, i));
      Dyadic upper = Dyadic.of(boxes.upper(box, i));
      sum = sum.plus(worst(i, lower, error).min(worst(i, upper, error)));
    }
    return sum;
  }

  private Dyadic worst(int i, Dyadic x, Dyadic error) {
    return coefficients[i].times(x).minus(error.times(sizes[i]).times(x.abs()));
  }

  /**
   * The largest sum of magnitudes on a box, in doubles and with every factor raised by {@link
   * Magnitudes#TINY}: a yardstick for rounding, no bound.
   */
  public double magnitude(BoxBatch boxes, int box) {
    double sum = biasSize.doubleValue() + constantMagnitude + Magnitudes.TINY;
    for (int i = 0; i < sizes.length; i++) {
      sum +=
          (sizes[i].doubleValue() + Magnitudes.TINY)
              * (Magnitudes.largest(boxes, box, i) + Magnitudes.TINY);
    }
    return sum;
  }
}
