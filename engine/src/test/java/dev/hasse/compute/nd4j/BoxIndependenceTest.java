package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hasse.bound.Ascent;
import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a box gets does not depend on the boxes that it comes with. */
class BoxIndependenceTest {
  private static final int BOXES = 140;

  @ParameterizedTest
  @CsvSource({
    "IBP, 5, 50, 50, 5",
    "IBP, 100, 257, 256, 10",
    "IBP, 784, 200, 200, 10",
    "IBP, 400, 700, 600, 3",
    "IBP, 4000, 300, 70, 3",
    "CROWN_IBP, 100, 257, 64, 10",
    "CROWN, 5, 50, 50, 5",
    "CROWN, 100, 257, 64, 10",
    "CROWN, 784, 100, 100, 10",
    "CROWN, 33, 47, 29, 3",
    "ALPHA_CROWN, 20, 50, 50, 5"
  })
  void aBoxGetsTheSameInEachBatch(BoundMethod method, int in, int first, int second, int out) {
    Random random = new Random(first + 31L * out);
    Network network = network(random, in, first, second, out);
    BoxBatch boxes = boxes(random, in);
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session, Ascent.of(1, 3))) {
      assumeTrue(
          backend.device().contains("SKYLAKEX"),
          "only OpenBLAS's kernels for AVX-512 treat all rows of a product alike, here are "
              + backend.device());
      Bounds all = analysis.outputs(boxes, method);
      int[] order = IntStream.range(0, BOXES).toArray();
      for (int size : new int[] {1, 2, 3, 7, 16, 33, 77, 139}) {
        int[] some = new int[size];
        for (int k = 0; k < size; k++) { // the first ones of a shuffle
          int other = k + random.nextInt(BOXES - k);
          some[k] = order[other];
          order[other] = order[k];
          order[k] = some[k];
        }
        Bounds few = analysis.outputs(boxes.select(some), method);
        for (int k = 0; k < size; k++) {
          String place = "box " + some[k] + " as " + k + " of " + size;
          for (int i = 0; i < out; i++) {
            assertEquals(all.lower(some[k], i), few.lower(k, i), 0, place);
            assertEquals(all.upper(some[k], i), few.upper(k, i), 0, place);
          }
        }
      }
    }
  }

  /** The parts of sums over the columns are not empty, and none is too long. */
  @ParameterizedTest
  @CsvSource({"10, 1, 1", "256, 784, 1", "1000, 3906, 1", "1000, 3907, 13", "1000, 4096, 13"})
  void longSumsAreCutIntoEqualParts(int outputs, int columns, int parts) {
    BoxProduct product = new BoxProduct(outputs, columns, true);
    assertEquals(parts, product.parts());
    int[] starts = product.starts(IntStream.range(0, columns).toArray());
    assertEquals(parts + 1, starts.length);
    assertEquals(0, starts[0]);
    assertEquals(columns, starts[parts]);
    for (int part = 0; part < parts; part++) {
      int length = starts[part + 1] - starts[part];
      assertTrue(length > 0 && (parts == 1 || length <= 320), part + " has " + length);
    }
  }

  /** Half of the neurons are inactive on most boxes, other ones in each half of the boxes. */
  private static Network network(Random random, int in, int first, int second, int out) {
    Network.Builder builder = Network.builder("independent", in);
    int one = builder.affine("first", dense(random, first, in), 0);
    int two = builder.affine("second", dense(random, second, first), relu(builder, one));
    return builder.build(builder.affine("last", dense(random, out, second), relu(builder, two)));
  }

  private static int relu(Network.Builder builder, int node) {
    return builder.activation("relu" + node, new Relu(), node);
  }

  private static Dense dense(Random random, int outputs, int inputs) {
    double scale = 1 / Math.sqrt(inputs);
    double[] weights = random.doubles((long) outputs * inputs, -scale, scale).toArray();
    return new Dense(
        new Matrix(outputs, inputs, weights), random.doubles(outputs, -0.2, 0.1).toArray());
  }

  private static BoxBatch boxes(Random random, int in) {
    double[] lower = new double[BOXES * in];
    double[] upper = new double[BOXES * in];
    double[] middle = random.doubles(in, -1, 1).toArray();
    for (int b = 0; b < BOXES; b++) {
      double half = 0.05 * random.nextDouble();
      double side = b < BOXES / 2 ? 1 : -1;
      for (int i = 0; i < in; i++) {
        double center = side * middle[i] + 0.1 * random.nextDouble();
        lower[b * in + i] = center - half;
        upper[b * in + i] = center + half;
      }
    }
    return new BoxBatch(BOXES, in, lower, upper);
  }
}
