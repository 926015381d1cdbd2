package dev.hasse.kernels.cuda;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * What a child process does with the cuda backend, where the environment says which device is
 * emulated and which calls fail. It prints a line for each thing that happened.
 */
final class Scenario {
  static final int WIDTH = 40;

  private final PrintStream out;
  private final BoundMethod method;

  private Scenario(PrintStream out, BoundMethod method) {
    this.out = out;
    this.method = method;
  }

  /**
   * Bounds a batch, as often as asked.
   *
   * @param arguments method, number of boxes, number of calls
   */
  public static void main(String[] arguments) {
    new Scenario(System.out, BoundMethod.valueOf(arguments[0]))
        .run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }

  private void run(int boxes, int calls) {
    try (ComputeBackend backend = Backends.open("cuda")) {
      out.println("device " + backend.device());
      try (Session session = backend.load(network());
          BoundAnalysis analysis = new BoundAnalysis(session)) {
        out.println("lanes " + session.parallelism());
        BoxBatch batch = new Numbers("scenario").boxes(boxes, 5, Style.DOUBLES);
        for (int call = 0; call < calls; call++) {
          bound(analysis, batch);
        }
      }
    } catch (BackendUnavailableException e) {
      out.println("unavailable " + oneLine(e));
    } catch (RuntimeException e) {
      out.println("closing failed " + oneLine(e));
    }
    out.println("end");
  }

  private void bound(BoundAnalysis analysis, BoxBatch batch) {
    try {
      Bounds found = analysis.outputs(batch, method);
      double[] lower = new double[found.count() * found.width()];
      double[] upper = new double[lower.length];
      found.copyTo(lower, upper, 0);
      out.println("bounds " + Arrays.hashCode(lower) + " " + Arrays.hashCode(upper));
    } catch (RuntimeException e) {
      out.println("failed " + oneLine(e));
    }
  }

  private static String oneLine(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage().replace('\n', ' ');
  }

  /** Two layers of a few dozen neurons and a residual sum, so that every verb on rows runs. */
  static Network network() {
    Numbers numbers = new Numbers("scenario network");
    Network.Builder builder = Network.builder("scenario", 5);
    int first = builder.affine("first", numbers.dense(WIDTH, 5, Style.DOUBLES, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int branch = builder.affine("branch", numbers.dense(WIDTH, WIDTH, Style.DOUBLES, 0), relu);
    int sum = builder.add("sum", branch, relu);
    int second = builder.activation("second", new Relu(), sum);
    return builder.build(builder.affine("last", numbers.dense(3, WIDTH, Style.DOUBLES, 0), second));
  }
}
