package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the verbs of training promise of maps and parameters: the values of exact arithmetic up to
 * rounding in proportion to the magnitudes that were added. {@link TriangleConformance} has the
 * rest.
 */
public interface TrainingConformance extends Subject {
  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      result[k] = values[k];
    }
    return result;
  }

  /** Both products with both matrices, for the parameters that were loaded last. */
  @TestFactory
  default Stream<DynamicTest> productsWithTrainedMaps() {
    return TrainingCase.tests(
        c -> {
          Numbers numbers = new Numbers(c.name());
          Parameters parameters = c.parameters();
          Node node = c.node(parameters);
          try (OpenTraining open = new OpenTraining(this, parameters)) {
            for (String load : List.of("first load, ", "second load, ")) {
              float[] values = numbers.floats(parameters.count());
              open.load(values);
              MapJudge judge = new MapJudge(c.loaded(parameters, values));
              float[] x = numbers.floats(c.rows() * c.map().inputs());
              float[] y = numbers.floats(c.rows() * c.map().outputs());
              Values up = open.upload(c.map().inputs(), x);
              Values down = open.upload(c.map().outputs(), y);
              for (Factor factor : Factor.values()) {
                Values forward = open.lane().forward(node, up, factor);
                Values back = open.lane().back(node, down, factor);
                assertEquals(c.rows(), forward.rows());
                assertEquals(c.map().outputs(), forward.width());
                assertEquals(c.rows(), back.rows());
                assertEquals(c.map().inputs(), back.width());
                judge
                    .forward(x, factor)
                    .check(load + "forward, " + factor, open.lane().download(forward), precision());
                judge
                    .back(y, factor)
                    .check(load + "back, " + factor, open.lane().download(back), precision());
              }
              assertArrayEquals(doubles(x), open.lane().download(up), "argument of forward");
              assertArrayEquals(doubles(y), open.lane().download(down), "argument of back");
            }
          }
        });
  }

  @TestFactory
  default Stream<DynamicTest> biasesOfTrainedMaps() {
    return TrainingCase.tests(
        c -> {
          Numbers numbers = new Numbers(c.name());
          Parameters parameters = c.parameters();
          Node node = c.node(parameters);
          try (OpenTraining open = new OpenTraining(this, parameters)) {
            TrainingLane lane = open.lane();
            float[] values = numbers.floats(parameters.count());
            open.load(values);
            MapJudge judge = new MapJudge(c.loaded(parameters, values));
            int width = c.map().outputs();
            float[] y = numbers.floats(c.rows() * width);
            float[] of = numbers.floats(c.rows());
            Values product = lane.biasProduct(node, open.upload(width, y));
            assertEquals(c.rows(), product.rows());
            assertEquals(1, product.width());
            judge.biasProduct(y).check("product", lane.download(product), precision());
            Values plain = open.upload(width, y);
            lane.addBias(node, plain);
            judge.withBias(y, null).check("bias", lane.download(plain), precision());
            Values scaled = open.upload(width, y);
            lane.addBias(node, scaled, open.upload(1, of));
            judge.withBias(y, of).check("bias times", lane.download(scaled), precision());
          }
        });
  }

  /** Each verb adds; releasing values leaves the gradient; collecting adds and leaves zeros. */
  @TestFactory
  default Stream<DynamicTest> gradientsByParameters() {
    return TrainingCase.tests(
        c -> {
          Numbers numbers = new Numbers(c.name());
          Parameters parameters = c.parameters();
          Node node = c.node(parameters);
          try (OpenTraining open = new OpenTraining(this, parameters)) {
            TrainingLane lane = open.lane();
            float[] values = numbers.floats(parameters.count());
            open.load(values);
            MapJudge judge = new MapJudge(c.loaded(parameters, values));
            float before = 0.5f;
            Sums expected = new Sums(parameters.count());
            for (int k = 0; k < expected.count(); k++) {
              expected.add(k, before);
            }
            for (Factor factor : new Factor[] {Factor.WEIGHTS, Factor.MAGNITUDES, Factor.WEIGHTS}) {
              float[] x = numbers.floats(c.rows() * c.map().inputs());
              float[] y = numbers.floats(c.rows() * c.map().outputs());
              float[] of = factor == Factor.MAGNITUDES ? null : numbers.floats(c.rows());
              Values down = open.upload(c.map().outputs(), y);
              lane.addWeightGradient(node, down, open.upload(c.map().inputs(), x), factor);
              lane.addBiasGradient(node, down, of == null ? null : open.upload(1, of));
              lane.release();
              parameters
                  .place(node)
                  .ifPresent(
                      place -> {
                        judge.addWeightGradient(expected, place, y, x, factor);
                        judge.addBiasGradient(expected, place, y, of);
                      });
            }
            expected.checkFloats("gradient", open.collect(before), precision());
            double[] zeros = new double[parameters.count()];
            assertArrayEquals(zeros, open.collect(0), "collected twice");
          }
        });
  }

  @Test
  default void lanesHaveGradientsOfTheirOwn() {
    TrainingCase c =
        new TrainingCase(
            "two lanes", new Numbers("two lanes").dense(3, 2, Style.FLOATS, 0), 1, true);
    Parameters parameters = c.parameters();
    Node node = c.node(parameters);
    int bias = parameters.place(node).orElseThrow().bias();
    try (OpenTraining open = new OpenTraining(this, parameters);
        TrainingLane other = open.session().openLane()) {
      open.load(new float[parameters.count()]);
      other.addBiasGradient(node, other.upload(1, 3, new float[] {1, 2, 3}), null);
      assertArrayEquals(new double[parameters.count()], open.collect(0), "the lane left alone");
      double[] found = open.collect(other, 0);
      for (int k = 0; k < found.length; k++) {
        assertEquals(Math.max(0, k - bias + 1), found[k], "parameter " + k);
      }
    }
  }

  @TestFactory
  default Stream<DynamicTest> selectionsAndTheirTransposes() {
    return Stream.of(1, 3, 17, 64, 65, 130)
        .flatMap(
            width -> {
              Numbers numbers = new Numbers("selections " + width);
              return Stream.of(
                  numbers.select(width, (width + 1) / 2), numbers.padding(width, width + 2));
            })
        .map(
            select ->
                DynamicTest.dynamicTest(
                    select.label() + " " + select.inputs() + " to " + select.outputs(),
                    () -> checkSelect(select)));
  }

  private void checkSelect(Select select) {
    Network.Builder builder = Network.builder("select", select.inputs());
    int first = builder.affine("first", TrainingCase.first(select.inputs()), 0);
    Network network = builder.build(builder.select("select", select, first));
    Node node = network.output();
    int rows = 7;
    Numbers numbers = new Numbers("rows of " + select.outputs());
    float[] x = numbers.floats(rows * select.inputs());
    float[] y = numbers.floats(rows * select.outputs());
    double[] up = new double[y.length];
    double[] down = new double[x.length];
    for (int k = 0; k < y.length; k++) {
      int source = select.source(k % select.outputs());
      int row = k / select.outputs();
      if (source != Select.ZERO) {
        up[k] = x[row * select.inputs() + source];
        down[row * select.inputs() + source] = y[k];
      }
    }
    try (OpenTraining open = new OpenTraining(this, Parameters.of(network))) {
      open.load(new float[] {1, 0});
      TrainingLane lane = open.lane();
      Values selected = lane.select(node, open.upload(select.inputs(), x));
      Values back = lane.selectBack(node, open.upload(select.outputs(), y));
      assertEquals(select.outputs(), selected.width());
      assertEquals(select.inputs(), back.width());
      assertArrayEquals(up, lane.download(selected), "selected");
      assertArrayEquals(down, lane.download(back), "transpose");
    }
  }

  /** Some rows of values as arguments, as targets, and past the release of what came later. */
  @TestFactory
  default Stream<DynamicTest> partsOfValues() {
    return Stream.of(1, 3, 17, 64, 65, 130)
        .map(width -> DynamicTest.dynamicTest("width " + width, () -> checkParts(width)));
  }

  private void checkParts(int width) {
    int rows = 7;
    int first = 2;
    int some = 3;
    Numbers numbers = new Numbers("parts " + width);
    float[] x = numbers.floats(rows * width);
    double[] inPart = new double[some * width];
    for (int k = 0; k < inPart.length; k++) {
      inPart[k] = Math.max(x[first * width + k], 0);
    }
    try (OpenTraining open = OpenTraining.ofWidth(this, width)) {
      TrainingLane lane = open.lane();
      Values all = open.upload(width, x);
      for (String time : List.of("fresh, ", "used again, ")) {
        int mark = lane.mark();
        Values part = lane.rows(all, first, some);
        assertEquals(some, part.rows());
        assertEquals(width, part.width());
        assertArrayEquals(inPart, lane.download(lane.relu(part)), time + "verb of the part");
        double[] copied = Arrays.copyOfRange(doubles(x), first * width, (first + some) * width);
        assertArrayEquals(copied, lane.download(part), time + "the part");
        lane.release(mark);
        assertArrayEquals(doubles(x), lane.download(all), time + "made before the mark");
      }
    }
  }

  /** Sums of values, and values that stay what they were until they are released. */
  @TestFactory
  default Stream<DynamicTest> valuesStayUntilReleased() {
    return Stream.of(1, 3, 17, 64, 65, 130)
        .map(width -> DynamicTest.dynamicTest("width " + width, () -> checkValues(width)));
  }

  private void checkValues(int width) {
    int rows = 7;
    Numbers numbers = new Numbers("values " + width);
    float[] x = numbers.floats(rows * width);
    float[] y = numbers.floats(rows * width);
    try (OpenTraining open = OpenTraining.ofWidth(this, width)) {
      TrainingLane lane = open.lane();
      for (String time : List.of("fresh, ", "used again, ")) {
        float[] longer = new float[x.length + 5];
        System.arraycopy(x, 0, longer, 0, x.length);
        Values first = lane.upload(rows, width, longer);
        Arrays.fill(longer, Float.NaN);
        Values target = lane.zeros(rows, width);
        assertArrayEquals(new double[rows * width], lane.download(target), time + "zeros");
        Values second = open.upload(width, y);
        lane.add(target, 1, first);
        lane.add(target, -0.5f, second);
        lane.add(target, 2);
        Sums expected = new Sums(x.length);
        Sums all = new Sums(1);
        for (int k = 0; k < x.length; k++) {
          expected.add(k, x[k]);
          expected.add(k, -0.5 * y[k]);
          expected.add(k, 2);
        }
        for (int k = 0; k < x.length; k++) {
          all.add(0, x[k]);
        }
        expected.check(time + "sums", lane.download(target), precision());
        all.check(time + "sum", new double[] {lane.sum(first)}, Precision.FLOAT);
        assertArrayEquals(doubles(x), lane.download(first), time + "first summand");
        assertArrayEquals(doubles(y), lane.download(second), time + "second summand");
        lane.release();
      }
    }
  }
}
