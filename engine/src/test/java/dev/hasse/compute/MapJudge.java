package dev.hasse.compute;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import java.util.Arrays;

/** What the verbs of training make of an affine map, by plain loops over its terms in doubles. */
final class MapJudge {
  private final Affine map;

  MapJudge(Affine map) {
    this.map = map;
  }

  private static double weight(double weight, Factor factor) {
    return factor == Factor.MAGNITUDES ? Math.abs(weight) : weight;
  }

  /** {@code x F'}, row by row. */
  Sums forward(float[] x, Factor factor) {
    int rows = x.length / map.inputs();
    Sums result = new Sums(rows * map.outputs());
    for (int i = 0; i < map.outputs(); i++) {
      int output = i;
      map.forEachTerm(
          i,
          (input, weight) -> {
            for (int r = 0; r < rows; r++) {
              result.add(
                  r * map.outputs() + output, weight(weight, factor) * x[r * map.inputs() + input]);
            }
          });
    }
    return result;
  }

  /** {@code y F}, row by row. */
  Sums back(float[] y, Factor factor) {
    int rows = y.length / map.outputs();
    Sums result = new Sums(rows * map.inputs());
    for (int i = 0; i < map.outputs(); i++) {
      int output = i;
      map.forEachTerm(
          i,
          (input, weight) -> {
            for (int r = 0; r < rows; r++) {
              result.add(
                  r * map.inputs() + input, weight(weight, factor) * y[r * map.outputs() + output]);
            }
          });
    }
    return result;
  }

  /**
   * The rows with the bias added.
   *
   * @param of a factor for each row, or null for ones
   */
  Sums withBias(float[] y, float[] of) {
    Sums result = new Sums(y.length);
    for (int k = 0; k < y.length; k++) {
      double factor = of == null ? 1 : of[k / map.outputs()];
      result.add(k, y[k]);
      result.add(k, factor * map.bias(k % map.outputs()));
    }
    return result;
  }

  /** {@code y b}, one a row. */
  Sums biasProduct(float[] y) {
    Sums result = new Sums(y.length / map.outputs());
    for (int k = 0; k < y.length; k++) {
      result.add(k / map.outputs(), y[k] * map.bias(k % map.outputs()));
    }
    return result;
  }

  /** Adds {@code y' x}, with the signs of the weights for magnitudes, to sums of all parameters. */
  void addWeightGradient(
      Sums gradient, Parameters.Place place, float[] y, float[] x, Factor factor) {
    Affine numbered = numbered(place);
    int rows = x.length / map.inputs();
    double[] weights = new double[place.weightCount()];
    for (int i = 0; i < map.outputs(); i++) {
      int[] number = new int[map.inputs()];
      numbered.forEachTerm(i, (input, weight) -> number[input] = (int) weight - 1);
      map.forEachTerm(i, (input, weight) -> weights[number[input]] = weight);
    }
    for (int i = 0; i < map.outputs(); i++) {
      int output = i;
      numbered.forEachTerm(
          i,
          (input, number) -> {
            int at = (int) number - 1;
            double sign = factor == Factor.MAGNITUDES ? Math.signum(weights[at]) : 1;
            for (int r = 0; r < rows; r++) {
              double product = (double) y[r * map.outputs() + output] * x[r * map.inputs() + input];
              gradient.add(place.weights() + at, sign * product, Math.abs(product));
            }
          });
    }
  }

  /**
   * Adds the sums of the columns to sums of all parameters.
   *
   * @param of a factor for each row, or null for ones
   */
  void addBiasGradient(Sums gradient, Parameters.Place place, float[] y, float[] of) {
    Affine numbered = numbered(place);
    for (int k = 0; k < y.length; k++) {
      double factor = of == null ? 1 : of[k / map.outputs()];
      int at = (int) numbered.bias(k % map.outputs()) - 1;
      gradient.add(place.bias() + at, factor * y[k]);
    }
  }

  /** The map with the number of each parameter, from 1, in its place. */
  private Affine numbered(Parameters.Place place) {
    double[] weights = new double[place.weightCount()];
    Arrays.setAll(weights, k -> k + 1);
    int biases = map instanceof Convolution of ? of.outputChannels() : map.outputs();
    double[] bias = new double[biases];
    Arrays.setAll(bias, k -> k + 1);
    return TrainingCase.withParameters(map, weights, bias);
  }
}
