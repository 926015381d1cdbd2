package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.OpenNetwork;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Session;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Sigmoid;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SemidefiniteAnalysisTest {
  private static final LatticeOptions TWO_THREADS = new LatticeOptions(2, 60);

  private static Network network(int inputs, int hidden) {
    Numbers numbers = new Numbers("semidefinite analysis");
    Network.Builder builder = Network.builder("dense", inputs);
    int node = builder.affine("first", numbers.dense(hidden, inputs, Style.DOUBLES, 0), 0);
    node = builder.activation("relu 1", new Relu(), node);
    node = builder.affine("second", numbers.dense(hidden, hidden, Style.DOUBLES, 0), node);
    node = builder.activation("relu 2", new Relu(), node);
    return builder.build(builder.affine("last", numbers.dense(3, hidden, Style.DOUBLES, 0), node));
  }

  private static BoxBatch boxes(int count, int inputs) {
    Numbers numbers = new Numbers("boxes");
    double[] lower = numbers.vector(count * inputs, Style.DOUBLES);
    double[] upper = Arrays.stream(lower).map(l -> l + 0.5).toArray();
    return new BoxBatch(count, inputs, lower, upper);
  }

  @Test
  void outputsLieWithinTheirPropagationAndNarrower() {
    Network network = network(5, 8);
    BoxBatch boxes = boxes(4, 5);
    try (OpenNetwork open = new OpenNetwork(network, "cpu");
        SemidefiniteAnalysis analysis = new SemidefiniteAnalysis(open.analysis(), TWO_THREADS)) {
      Bounds propagated = open.analysis().outputs(boxes, BoundMethod.ALPHA_CROWN);
      Bounds bounds = analysis.outputs(boxes);
      assertEquals(Guarantee.RIGOROUS, bounds.guarantee());
      double before = 0;
      double after = 0;
      for (int b = 0; b < boxes.count(); b++) {
        for (int i = 0; i < network.outputs(); i++) {
          double slack = 1e-5 * (propagated.upper(b, i) - propagated.lower(b, i));
          assertTrue(propagated.lower(b, i) <= bounds.lower(b, i) + slack);
          assertTrue(bounds.upper(b, i) <= propagated.upper(b, i) + slack);
          before += propagated.upper(b, i) - propagated.lower(b, i);
          after += bounds.upper(b, i) - bounds.lower(b, i);
        }
      }
      assertTrue(after < 0.9 * before, after + " of " + before);
    }
  }

  /** Forms that are positive already are left alone; so is everything without time. */
  @Test
  void asksNoMoreThanIsOpen() {
    Network network = network(5, 8);
    BoxBatch boxes = boxes(4, 5);
    try (OpenNetwork open = new OpenNetwork(network, "cpu");
        SemidefiniteAnalysis analysis = new SemidefiniteAnalysis(open.analysis(), TWO_THREADS);
        SemidefiniteAnalysis hurried =
            new SemidefiniteAnalysis(open.analysis(), new LatticeOptions(2, 1e-9))) {
      double[] c = new double[9];
      for (int i = 0; i < 3; i++) {
        c[i * 3 + i] = 1;
      }
      Objectives plain = Objectives.shared(4, 3, c);
      ObjectiveBounds propagated =
          open.analysis().objectives(boxes, plain, BoundMethod.ALPHA_CROWN);
      // Raised by its bound and a little, a form is positive by propagation.
      int[] start = {0, 3, 6, 9, 12};
      double[] all = new double[36];
      double[] constants = new double[12];
      for (int row = 0; row < 12; row++) {
        all[row * 3 + row % 3] = 1;
        constants[row] = row % 3 == 0 ? 1e-2 - propagated.lower(row) : 0;
      }
      Objectives objectives = new Objectives(3, start, all, constants);
      ObjectiveBounds before =
          open.analysis().objectives(boxes, objectives, BoundMethod.ALPHA_CROWN);
      List<SemidefiniteBound> asked = analysis.positive(boxes, objectives);
      List<SemidefiniteBound> full = analysis.objectives(boxes, objectives);
      List<SemidefiniteBound> none = hurried.objectives(boxes, objectives);
      int steps = 0;
      for (int row = 0; row < 12; row++) {
        assertTrue(asked.get(row).steps() == 0 || before.lower(row) <= 0, "row " + row);
        assertTrue(asked.get(row).lower() >= before.lower(row) - 1e-6, "row " + row);
        assertEquals(0, none.get(row).steps());
        assertEquals(before.lower(row), none.get(row).lower(), 1e-5);
        assertTrue(asked.get(row).lower() <= 0 || full.get(row).lower() > 0, "row " + row);
        steps += full.get(row).steps();
      }
      assertTrue(steps > 12, steps + " steps");
      assertTrue(asked.stream().mapToInt(SemidefiniteBound::steps).sum() < steps);
    }
  }

  @Test
  void whatDoesNotFitSaysWhatItNeeds() {
    int inputs = 40_000;
    Network network = network(inputs, 2);
    BoxBatch box = boxes(1, inputs);
    try (OpenNetwork open = new OpenNetwork(network, "cpu");
        SemidefiniteAnalysis analysis = new SemidefiniteAnalysis(open.analysis(), TWO_THREADS)) {
      DeviceMemoryException e =
          assertThrows(DeviceMemoryException.class, () -> analysis.outputs(box));
      assertTrue(
          e.getMessage().matches(".* 4000\\d variables, .* needs \\d+\\.\\d GiB .*"),
          e.getMessage());
    }
  }

  @Test
  void otherActivationsAreRefusedByName() {
    Network.Builder builder = Network.builder("sigmoid", 2);
    Numbers numbers = new Numbers("sigmoid");
    int node = builder.affine("first", numbers.dense(2, 2, Style.DOUBLES, 0), 0);
    node = builder.activation("squash", new Sigmoid(), node);
    Network network = builder.build(node);
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      UnsupportedOpException e =
          assertThrows(
              UnsupportedOpException.class, () -> new SemidefiniteAnalysis(analysis, TWO_THREADS));
      assertEquals(
          "the semidefinite relaxation has no sigmoid (node 'squash')",
          e.getMessage().toLowerCase(Locale.ROOT));
    }
  }
}
