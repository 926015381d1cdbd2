package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.List;

/**
 * One life of the cuda backend: it is opened, a network is uploaded, boxes are bounded several
 * times, all is closed.
 *
 * @param found bounds of the calls that succeeded
 * @param failures of the calls that did not
 * @param closing what opening, uploading or closing threw, or null
 */
record Scenario(List<Bounds> found, List<RuntimeException> failures, RuntimeException closing) {
  private static final int WIDTH = 40;

  /**
   * Runs it.
   *
   * @param boxes of the batch
   * @param calls how often the batch is bounded
   */
  static Scenario run(BoundMethod method, int boxes, int calls) throws BackendUnavailableException {
    BoxBatch batch = new Numbers("scenario").boxes(boxes, 5, Style.DOUBLES);
    List<Bounds> found = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    RuntimeException closing = null;
    try (ComputeBackend backend = new CudaProvider().open();
        Session session = backend.load(network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (int call = 0; call < calls; call++) {
        try {
          found.add(analysis.outputs(batch, method));
        } catch (RuntimeException e) {
          failures.add(e);
        }
      }
    } catch (RuntimeException e) {
      closing = e;
    }
    return new Scenario(found, failures, closing);
  }

  /** By crown, which calls every verb on intervals and rows; nothing may fail. */
  static Bounds bounds(int boxes) throws BackendUnavailableException {
    Scenario scenario = run(BoundMethod.CROWN, boxes, 1);
    scenario.requireSuccess();
    return scenario.found.get(0);
  }

  void requireSuccess() {
    if (closing != null) {
      throw closing;
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  /** Bit by bit. */
  static void checkSame(Bounds expected, Bounds actual) {
    assertEquals(expected.count(), actual.count());
    for (int b = 0; b < expected.count(); b++) {
      checkSame(expected, b, actual, b);
    }
  }

  /** The bounds of one box bit by bit. */
  static void checkSame(Bounds expected, int box, Bounds actual, int place) {
    for (int i = 0; i < expected.width(); i++) {
      String where = "box " + box + ", output " + i;
      assertEquals(expected.lower(box, i), actual.lower(place, i), where + ", lower");
      assertEquals(expected.upper(box, i), actual.upper(place, i), where + ", upper");
    }
  }

  /** Two layers of a few dozen neurons, index map, scale and residual sum: every verb runs. */
  static Network network() {
    Numbers numbers = new Numbers("scenario network");
    Network.Builder builder = Network.builder("scenario", 5);
    int first = builder.affine("first", numbers.dense(WIDTH, 5, Style.DOUBLES, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int branch = builder.affine("branch", numbers.dense(WIDTH, WIDTH, Style.DOUBLES, 0), relu);
    int sum = builder.add("sum", branch, relu);
    int select = builder.select("select", numbers.select(WIDTH, WIDTH / 2), sum);
    int scale = builder.affine("scale", numbers.scale(WIDTH / 2, Style.DOUBLES, 0), select);
    int second = builder.activation("second", new Relu(), scale);
    return builder.build(
        builder.affine("last", numbers.dense(3, WIDTH / 2, Style.DOUBLES, 0), second));
  }
}
