package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.SegmentPoints;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network's exact values at inputs of the box satisfy every bound and every row of the model,
 * at every element, and no objective is above the network's there. All in exact arithmetic, without
 * tolerance and without a solver.
 */
final class EncodingSoundnessTest {
  private static final double[] WIDENINGS = {1e-7, 1e-3};

  /** Weights that are read as nothing, by the encoding or by float backends. */
  private static final double[] TINY = {
    1e-9, -0.9e-9, 1.1e-9, 1e-15, -1e-15, 1e-40, 1e-300, -Double.MIN_NORMAL, Double.MIN_VALUE
  };

  @Test
  void randomNetworks() {
    for (LatticeCase example : LatticeCase.several(120).toList()) {
      judge(example.network(), example.network(), example.box(), example.objectives());
    }
  }

  /** Weights, biases and boxes of odd magnitudes beside ordinary ones. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void tinyWeights(String backend) {
    for (int k = 0; k < 100; k++) {
      Numbers numbers = new Numbers("tiny weights " + k);
      Network.Builder builder = Network.builder("tiny", 2);
      int node = 0;
      for (int layer = 0; layer < 2; layer++) {
        int inputs = builder.size(node);
        double[] weights = mixed(4 * inputs, numbers);
        Dense dense = new Dense(new Matrix(4, inputs, weights), mixed(4, numbers));
        node = builder.activation("relu", new Relu(), builder.affine("dense", dense, node));
      }
      node = builder.affine("scale", new Scale(mixed(4, numbers), mixed(4, numbers), 0), node);
      Network network = builder.build(node);
      double[] centre = numbers.vector(2, Style.DOUBLES);
      double radius = numbers.below(2) == 0 ? 1 : 1e-10;
      BoxBatch box = BoxBatch.around(2, centre, radius, -9, 9);
      Objectives objectives = new Objectives(4, new int[] {0, 1}, mixed(4, numbers), new double[1]);
      judge(network, network, box, objectives, backend);
    }
  }

  private static double[] mixed(int size, Numbers numbers) {
    double[] values = numbers.vector(size, Style.DOUBLES);
    for (int i = 0; i < size; i++) {
      if (numbers.below(2) == 0) {
        values[i] = TINY[numbers.below(TINY.length)];
      }
    }
    return values;
  }

  /** The true weights may be anywhere within the stated relative error of the stored ones. */
  @Test
  void weightsThatAreOffByTheirRelativeError() {
    for (int k = 0; k < 60; k++) {
      Numbers numbers = new Numbers("off by a relative error " + k);
      double error = k % 2 == 0 ? 1e-3 : 1e-15;
      Dense dense = numbers.dense(4, 2, Style.DOUBLES, error);
      Scale scale = numbers.scale(4, Style.DOUBLES, error);
      Dense last = numbers.dense(2, 4, Style.DOUBLES, error);
      Network stored = chain(dense, scale, last);
      BoxBatch box = numbers.boxes(1, 2, Style.DOUBLES);
      Objectives objectives =
          new Objectives(2, new int[] {0, 1}, new double[] {1, -2}, new double[1]);
      for (int truth = 0; truth < 5; truth++) {
        Network real = chain(off(dense, numbers), off(scale, numbers), off(last, numbers));
        judge(stored, real, box, objectives);
      }
    }
  }

  private static Network chain(Dense first, Scale second, Dense last) {
    Network.Builder builder = Network.builder("off", 2);
    int node = builder.activation("relu", new Relu(), builder.affine("first", first, 0));
    node = builder.activation("relu", new Relu(), builder.affine("second", second, node));
    return builder.build(builder.affine("last", last, node));
  }

  private static Dense off(Dense dense, Numbers numbers) {
    double[] weights = dense.weights().values().clone();
    double[] bias = new double[dense.outputs()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = off(weights[i], dense.relativeError(), numbers);
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] = off(dense.bias(i), dense.relativeError(), numbers);
    }
    return new Dense(new Matrix(dense.outputs(), dense.inputs(), weights), bias);
  }

  private static Scale off(Scale scale, Numbers numbers) {
    double[] factors = new double[scale.outputs()];
    double[] shifts = new double[scale.outputs()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = off(scale.scale(i), scale.relativeError(), numbers);
      shifts[i] = off(scale.shift(i), scale.relativeError(), numbers);
    }
    return new Scale(factors, shifts, 0);
  }

  /** As far off as allowed, or nearly, to either side, or not at all. */
  private static double off(double stored, double error, Numbers numbers) {
    double real = stored + (numbers.below(3) - 1) * error * stored;
    Dyadic most = Dyadic.of(error).times(Dyadic.of(stored)).abs();
    while (Dyadic.of(real).minus(Dyadic.of(stored)).abs().compareTo(most) > 0) {
      real = Math.nextAfter(real, stored);
    }
    return real;
  }

  /** Sums of a value with itself, directly and through what leaves it as it is. */
  @Test
  void branchesThatAreTheSameValue() {
    for (int k = 0; k < 40; k++) {
      Numbers numbers = new Numbers("same branches " + k);
      Network.Builder builder = Network.builder("twice", 2);
      int node = builder.affine("dense", numbers.dense(3, 2, Style.DOUBLES, 0), 0);
      if (k % 2 == 0) {
        node = builder.activation("relu", new Relu(), node);
      }
      int swapped = builder.select("select", new Select(3, new int[] {0, 2, 1}), node);
      int other = builder.activation("relu of it", new Relu(), swapped);
      int direct = builder.add("twice", node, node);
      int around = builder.add("around", node, other);
      int sum = builder.add("sum", direct, around);
      node = builder.activation("relu of the sum", new Relu(), sum);
      Network network = builder.build(builder.add("last", node, sum));
      BoxBatch box = numbers.boxes(1, 2, Style.DOUBLES);
      double[] c = numbers.vector(3, Style.DOUBLES);
      judge(network, network, box, new Objectives(3, new int[] {0, 1}, c, new double[1]));
    }
  }

  private static void judge(Network stored, Network real, BoxBatch box, Objectives objectives) {
    judge(stored, real, box, objectives, "reference");
    judge(stored, real, box, objectives, "cpu");
  }

  private static void judge(
      Network stored, Network real, BoxBatch box, Objectives objectives, String backend) {
    List<Dyadic[][]> values = new ArrayList<>();
    ExactNetwork exact = new ExactNetwork(real);
    Numbers numbers = new Numbers("points of " + stored);
    for (int k = 0; k < 4; k++) {
      values.add(exact.values(numbers.pointsIn(box)));
    }
    for (double[] point : new SegmentPoints(real, box.lower(), box.upper()).points()) {
      values.add(exact.values(point));
    }
    try (OpenNetwork open = new OpenNetwork(stored, backend)) {
      NetworkBounds bounds = open.crown(box);
      for (RelaxationElement element : elements(stored, numbers)) {
        for (double widening : WIDENINGS) {
          NetworkEncoding encoding = new NetworkEncoding(bounds, 0, element, widening);
          Placement placement = new Placement(stored, encoding);
          for (Dyadic[][] at : values) {
            checkPoint(encoding, placement.point(at), at, objectives, stored + ", " + element);
          }
        }
      }
    }
  }

  private static List<RelaxationElement> elements(Network network, Numbers numbers) {
    RelaxationElement bottom = RelaxationElement.bottom(network);
    List<Neuron> some =
        bottom.exactNeurons().stream().filter(neuron -> numbers.below(2) == 0).toList();
    RelaxationElement top = RelaxationElement.top(network);
    return List.of(top, top.with(some), bottom);
  }

  private static void checkPoint(
      NetworkEncoding encoding,
      Dyadic[] point,
      Dyadic[][] values,
      Objectives objectives,
      String place) {
    LinearModel model = encoding.model();
    for (int j = 0; j < model.variables(); j++) {
      assertBetween(model.lower(j), point[j], model.upper(j), place + ", variable " + j);
    }
    for (LinearModel.Row row : model.rows()) {
      Dyadic value = exact(row.form(), point);
      assertBetween(row.lower(), value, row.upper(), place + ", row " + row);
    }
    for (int row = 0; row < objectives.rows(); row++) {
      Dyadic form = exact(encoding.objective(objectives, row), point);
      Dyadic network = ExactObjective.value(objectives, row, values[values.length - 1]);
      assertTrue(form.compareTo(network) <= 0, () -> place + ": objective above the network's");
    }
  }

  private static void assertBetween(double lower, Dyadic value, double upper, String place) {
    assertTrue(
        Dyadic.of(lower).compareTo(value) <= 0 && value.compareTo(Dyadic.of(upper)) <= 0,
        () -> place + ": " + value + " is not between " + lower + " and " + upper);
  }

  private static Dyadic exact(LinearForm form, Dyadic[] point) {
    Dyadic sum = Dyadic.of(form.constant());
    for (int k = 0; k < form.size(); k++) {
      sum = sum.plus(Dyadic.of(form.value(k)).times(point[form.column(k)]));
    }
    return sum;
  }
}
