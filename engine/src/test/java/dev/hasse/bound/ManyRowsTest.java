package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import org.junit.jupiter.api.Test;

/** Boxes whose rows are too many to go together. */
final class ManyRowsTest {
  private static final int WIDTH = 601;

  @Test
  void aPartHasTheNeuronsOfOneBox() {
    RowSelection all = new RowSelection(new int[] {0, 2, 2, 6}, new int[] {3, 5, 0, 1, 4, 7});
    RowSelection part = all.part(2, 1, 3);
    assertEquals(3, part.boxes());
    assertEquals(2, part.total());
    assertEquals(0, part.size(0) + part.size(1));
    assertEquals(2, part.size(2));
    assertEquals(1, part.neuron(part.start(2)));
    assertEquals(4, part.neuron(part.start(2) + 1));
  }

  /** The reference backend cuts these boxes, the cpu backend does not. */
  @Test
  void boundsAreTheSameInParts() {
    Numbers numbers = new Numbers("many rows");
    Network.Builder builder = Network.builder("many rows", 2);
    int first = builder.affine("first", numbers.dense(9, 2, Style.FLOATS, 0), 0);
    int hidden = builder.activation("relu", new Relu(), first);
    int wide = builder.affine("wide", numbers.dense(WIDTH, 9, Style.FLOATS, 0), hidden);
    int last = builder.activation("last", new Relu(), wide);
    Network network =
        builder.build(builder.affine("end", numbers.dense(3, WIDTH, Style.FLOATS, 0), last));
    BoxBatch boxes =
        new BoxBatch(3, 2, new double[] {-9, -9, -8, -7, -4, -6}, new double[] {9, 9, 7, 8, 5, 3});
    Bounds inParts = outputs("reference", network, boxes, 2 * WIDTH - 100, true);
    Bounds together = outputs("cpu", network, boxes, 2 * WIDTH, false);
    for (int b = 0; b < 3; b++) {
      for (int i = 0; i < 3; i++) {
        double slack = 1e-3 * (together.upper(b, i) - together.lower(b, i));
        assertEquals(together.lower(b, i), inParts.lower(b, i), slack, "lower, box " + b);
        assertEquals(together.upper(b, i), inParts.upper(b, i), slack, "upper, box " + b);
      }
    }
  }

  private static Bounds outputs(
      String name, Network network, BoxBatch boxes, int rows, boolean cuts) {
    try (ComputeBackend backend = AvailableBackend.open(name);
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      assertEquals(cuts, session.mostRowsOfBox(network.widest()) < rows, name);
      Bounds middle = analysis.nodes(boxes, BoundMethod.IBP).of(network.node(3));
      int unstable = 0;
      for (int i = 0; i < WIDTH; i++) {
        unstable += middle.lower(0, i) < 0 && middle.upper(0, i) > 0 ? 1 : 0;
      }
      assertTrue(2 * unstable > 1024, unstable + " unstable neurons make too few rows");
      return analysis.outputs(boxes, BoundMethod.CROWN);
    }
  }
}
