package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bounds narrowed to where forms of the outputs are at most 0, against points where they are,
 * evaluated without rounding.
 */
final class NarrowingTest {
  private static final int NETWORKS = 60;
  private static final int SIDE = 9;

  /** So many points of each box satisfy a form, about. */
  private static final double SHARE = 0.3;

  private static final Narrowing ALL = new Narrowing(1000, Effort.of(8));
  private static final Narrowing FEW = new Narrowing(3, Effort.of(8));

  /** What became of all regions together. */
  private static final class Tally {
    private int allowed;
    private int cutOff;
    private int empty;
    private int narrower;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void pointsThatSatisfyTheFormsStay(String backendName) {
    Tally all = new Tally();
    Tally few = new Tally();
    try (ComputeBackend backend = AvailableBackend.open(backendName)) {
      for (int number = 0; number < NETWORKS; number++) {
        RegionCase example = RegionCase.of(number);
        try (Session session = backend.load(example.network());
            BoundAnalysis analysis = new BoundAnalysis(session)) {
          check(example, analysis, ALL, all);
          check(example, analysis, FEW, few);
        }
      }
    }
    assertTrue(all.allowed > 1000, all.allowed + " points satisfy their forms");
    assertTrue(all.cutOff > 1000, all.cutOff + " of the others were cut off");
    assertTrue(all.empty > 0, "no region was found to be empty");
    assertTrue(few.narrower > 100, few.narrower + " bounds became tighter");
    assertTrue(all.narrower > few.narrower, "more neurons, and no more bounds became tighter");
  }

  private static void check(
      RegionCase example, BoundAnalysis analysis, Narrowing narrowing, Tally tally) {
    Network network = example.network();
    ExactNetwork exact = new ExactNetwork(network);
    List<List<Dyadic[][]>> points = new ArrayList<>();
    for (int b = 0; b < RegionCase.REGIONS; b++) {
      points.add(values(exact, example.boxes(), b));
    }
    Objectives forms = shifted(example.objectives(), points, network.output().id());
    int nodes = network.nodes().size();
    Regions whole = Regions.whole(nodes, example.boxes(), forms);
    RegionBounds before = analysis.regions(whole, Effort.NONE, Effort.NONE);
    Regions known = new Regions(example.boxes(), boxes(before), false, nodes - 1, forms, null);
    RegionBounds after = analysis.regions(known, Effort.NONE, narrowing, Effort.of(8));
    for (int b = 0; b < RegionCase.REGIONS; b++) {
      tally.narrower += narrower(network, before, after, b);
      boolean isEmpty = isEmpty(network, after, forms, b);
      tally.empty += isEmpty ? 1 : 0;
      for (Dyadic[][] point : points.get(b)) {
        String place = example + ", region " + b;
        if (satisfies(forms, b, point[network.output().id()])) {
          tally.allowed++;
          assertTrue(!isEmpty, place + " has a point");
          assertTrue(isWithin(network, after, b, point), place + " has a point outside the bounds");
        } else if (isEmpty || !isWithin(network, after, b, point)) {
          tally.cutOff++;
        }
      }
    }
  }

  /** Values of all nodes at a grid of points of a box. */
  private static List<Dyadic[][]> values(ExactNetwork exact, BoxBatch boxes, int box) {
    List<Dyadic[][]> points = new ArrayList<>();
    for (int k = 0; k < SIDE * SIDE; k++) {
      double[] point = new double[2];
      for (int i = 0; i < 2; i++) {
        double part = (i == 0 ? k % SIDE : k / SIDE) / (SIDE - 1.0);
        point[i] = boxes.lower(box, i) + part * (boxes.upper(box, i) - boxes.lower(box, i));
      }
      points.add(exact.values(point));
    }
    return points;
  }

  /** The forms with constants of which a part of the points of their boxes satisfies them. */
  private static Objectives shifted(
      Objectives forms, List<List<Dyadic[][]>> points, int outputNode) {
    int outputs = forms.outputs();
    int[] start = new int[points.size() + 1];
    double[] coefficients = new double[forms.rows() * outputs];
    double[] constants = new double[forms.rows()];
    for (int b = 0; b < points.size(); b++) {
      start[b + 1] = forms.start(b + 1);
      for (int row = forms.start(b); row < forms.start(b + 1); row++) {
        int number = row;
        double[] values =
            points.get(b).stream()
                .mapToDouble(
                    point -> ExactObjective.value(forms, number, point[outputNode]).doubleValue())
                .sorted()
                .toArray();
        constants[row] = -values[(int) (SHARE * values.length)];
        for (int i = 0; i < outputs; i++) {
          coefficients[row * outputs + i] = forms.coefficient(row, i);
        }
      }
    }
    return new Objectives(outputs, start, coefficients, constants);
  }

  private static BoxBatch[] boxes(RegionBounds found) {
    return Arrays.stream(found.bounds())
        .map(bounds -> bounds == null ? null : box(bounds))
        .toArray(BoxBatch[]::new);
  }

  private static BoxBatch box(Bounds bounds) {
    double[] lower = new double[bounds.count() * bounds.width()];
    double[] upper = new double[lower.length];
    bounds.copyTo(lower, upper, 0);
    return new BoxBatch(bounds.count(), bounds.width(), lower, upper);
  }

  private static boolean satisfies(Objectives forms, int region, Dyadic[] outputs) {
    for (int row = forms.start(region); row < forms.start(region + 1); row++) {
      if (ExactObjective.value(forms, row, outputs).signum() > 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(
      Network network, RegionBounds found, Objectives forms, int region) {
    for (int row = forms.start(region); row < forms.start(region + 1); row++) {
      if (found.lower()[row] > 0) {
        return true;
      }
    }
    for (Node node : network.nodes()) {
      Bounds bounds = node.op() instanceof Relu ? found.bounds()[node.input()] : null;
      for (int i = 0; bounds != null && i < bounds.width(); i++) {
        if (bounds.lower(region, i) > bounds.upper(region, i)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isWithin(
      Network network, RegionBounds found, int region, Dyadic[][] values) {
    for (Node node : network.nodes()) {
      Bounds bounds = node.op() instanceof Relu ? found.bounds()[node.input()] : null;
      for (int i = 0; bounds != null && i < bounds.width(); i++) {
        Dyadic value = values[node.input()][i];
        if (value.compareTo(Dyadic.of(bounds.lower(region, i))) < 0
            || value.compareTo(Dyadic.of(bounds.upper(region, i))) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static int narrower(
      Network network, RegionBounds before, RegionBounds after, int region) {
    int count = 0;
    for (Node node : network.nodes()) {
      Bounds first = node.op() instanceof Relu ? before.bounds()[node.input()] : null;
      for (int i = 0; first != null && i < first.width(); i++) {
        Bounds second = after.bounds()[node.input()];
        count += second.lower(region, i) > first.lower(region, i) ? 1 : 0;
        count += second.upper(region, i) < first.upper(region, i) ? 1 : 0;
      }
    }
    return count;
  }
}
