package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gemm with all its attributes, judged by the formula of the ONNX specification. */
class GemmTest {
  private static final int INNER = 4;
  private static final int OUTER = 3;

  @TempDir Path folder;

  /** Integers throughout, so that the judge's sums are exact in any order. */
  private record Setting(
      boolean signalFirst, boolean transA, boolean transB, float alpha, float beta, String c) {}

  static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (int bits = 0; bits < 8; bits++) {
      for (float alpha : new float[] {1, 0.5f, -3}) {
        for (float beta : new float[] {1, 0, 2}) {
          for (String c : List.of("absent", "scalar", "one", "oneByOne", "vector", "full")) {
            settings.add(
                new Setting((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, alpha, beta, c));
          }
        }
      }
    }
    return settings;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void computesTheFormula(Setting setting) throws Exception {
    Random random = new Random(setting.hashCode());
    double[][] left = matrix(setting.signalFirst ? 1 : OUTER, INNER, random);
    double[][] right = matrix(INNER, setting.signalFirst ? OUTER : 1, random);
    double[] c = random.ints(cLength(setting.c), -9, 9).asDoubleStream().toArray();

    double[][] signal = setting.signalFirst ? left : right;
    double[][] weights = setting.signalFirst ? right : left;
    boolean signalTransposed = setting.signalFirst ? setting.transA : setting.transB;
    boolean weightsTransposed = setting.signalFirst ? setting.transB : setting.transA;
    double[][] storedSignal = signalTransposed ? transposed(signal) : signal;
    double[][] storedWeights = weightsTransposed ? transposed(weights) : weights;

    ModelWriter model = new ModelWriter().input("x", storedSignal.length, storedSignal[0].length);
    model.floats("w", dimensions(storedWeights), flat(storedWeights));
    List<String> inputs =
        new ArrayList<>(setting.signalFirst ? List.of("x", "w") : List.of("w", "x"));
    if (!setting.c.equals("absent")) {
      model.floats("c", cDimensions(setting), c);
      inputs.add("c");
    }
    model.node(
        "Gemm",
        "y",
        inputs,
        ModelWriter.attribute("alpha", setting.alpha),
        ModelWriter.attribute("beta", setting.beta),
        ModelWriter.attribute("transA", setting.transA ? 1 : 0),
        ModelWriter.attribute("transB", setting.transB ? 1 : 0));
    Network network = OnnxReader.read(model.output("y").write(folder));

    double[] expected = new double[OUTER];
    for (int i = 0; i < OUTER; i++) {
      for (int k = 0; k < INNER; k++) {
        expected[i] +=
            setting.alpha
                * (setting.signalFirst ? left[0][k] * right[k][i] : left[i][k] * right[k][0]);
      }
      expected[i] += c.length == 0 ? 0 : setting.beta * c[c.length == 1 ? 0 : i];
    }
    assertArrayEquals(expected, ForwardEvaluation.of(network, flat(storedSignal)));
    assertEquals(2, network.nodes().size());
    assertEquals(0, ((Affine) network.output().op()).relativeError());
  }

  @Test
  void defaultsAreThoseOfTheSpecification() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 2);
    model.floats("w", List.of(2L, 1L), 3, 4).floats("c", List.of(1L), 5);
    model.node("Gemm", "y", List.of("x", "w", "c")).output("y");
    Network network = OnnxReader.read(model.write(folder));
    assertArrayEquals(new double[] {3 * 10 + 4 * 100 + 5}, ForwardEvaluation.of(network, 10, 100));
  }

  @Test
  void productsThatAreNoDoublesCarryAnError() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 1).doubles("w", List.of(1L, 1L), 1.0 / 3);
    model.node("Gemm", "y", List.of("x", "w"), ModelWriter.attribute("alpha", 0.1f)).output("y");
    Dense dense = (Dense) OnnxReader.read(model.write(folder)).output().op();
    assertEquals(0x1p-53, dense.relativeError());
    assertTrue(Math.fma((double) 0.1f, 1.0 / 3, -dense.weights().at(0, 0)) != 0);
  }

  @Test
  void floatWeightsStayExactUnderAnyAlpha() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 1).floats("w", List.of(1L, 1L), 1.0 / 3);
    model.node("Gemm", "y", List.of("x", "w"), ModelWriter.attribute("alpha", 0.1f)).output("y");
    Dense dense = (Dense) OnnxReader.read(model.write(folder)).output().op();
    assertEquals(0, dense.relativeError());
    assertEquals(0, Math.fma((double) 0.1f, (float) (1.0 / 3), -dense.weights().at(0, 0)));
  }

  private static double[][] matrix(int rows, int columns, Random random) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextInt(19) - 9;
      }
    }
    return matrix;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  private static double[] flat(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<Long> dimensions(double[][] matrix) {
    return List.of((long) matrix.length, (long) matrix[0].length);
  }

  private static int cLength(String c) {
    return switch (c) {
      case "absent" -> 0;
      case "vector", "full" -> OUTER;
      default -> 1;
    };
  }

  /** A vector C broadcasts along rows; for a column output it must be written as a column. */
  private static List<Long> cDimensions(Setting setting) {
    List<Long> full = setting.signalFirst ? List.of(1L, (long) OUTER) : List.of((long) OUTER, 1L);
    return switch (setting.c) {
      case "scalar" -> List.of();
      case "one" -> List.of(1L);
      case "oneByOne" -> List.of(1L, 1L);
      case "vector" -> setting.signalFirst ? List.of((long) OUTER) : full;
      default -> full;
    };
  }
}
