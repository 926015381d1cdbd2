package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.relax.ReluRelaxation;

/**
 * Compares derivatives of a row's bound with difference quotients, parameter by parameter. The
 * bound is linear in each parameter but where a coefficient on the way changes its sign; there the
 * quotients of both sides differ, and nothing is compared.
 */
final class QuotientCheck {
  private static final int WIDTH = 6;
  private static final int ROWS = 3;

  private final Subject subject;
  private final Network network;
  private final BoxBatch box;
  private final Objectives objectives;
  private final float[][] parameters = new float[5][];
  private final float step;
  private final double tolerance;

  QuotientCheck(Subject subject, String name) {
    Numbers numbers = new Numbers(name);
    Network.Builder builder = Network.builder(name, 3);
    int node = builder.affine("first", numbers.dense(WIDTH, 3, Style.FLOATS, 0), 0);
    node = builder.activation("one", new Relu(), node);
    node = builder.affine("second", numbers.dense(WIDTH, WIDTH, Style.FLOATS, 0), node);
    this.network = builder.build(builder.activation("two", new Relu(), node));
    this.subject = subject;
    double[] lower = numbers.vector(3, Style.FLOATS);
    double[] upper = new double[3];
    for (int i = 0; i < 3; i++) {
      upper[i] = lower[i] + 0.5;
    }
    this.box = BoxBatch.single(lower, upper);
    this.objectives = SlopeJudge.objectives(numbers, 1, WIDTH, ROWS);
    for (int id : new int[] {2, 4}) {
      parameters[id] = new float[ROWS * WIDTH];
      for (int k = 0; k < parameters[id].length; k++) {
        parameters[id][k] = (0.25f + numbers.below(512) * 0x1p-10f) * (numbers.below(2) * 2 - 1);
      }
    }
    boolean single = subject.precision().unit() > 0x1p-30;
    this.step = single ? 0x1p-6f : 0x1p-16f;
    this.tolerance = single ? 4e-3 : 1e-7;
  }

  /** A walk by these parameters, which are put into their ranges. */
  private final class Walk implements AutoCloseable {
    private final OpenLane open = new OpenLane(subject, network);
    private final Lane lane = open.lane();
    private final Tensor.Interval[] known = new Tensor.Interval[5];
    private final Tensor.Relaxation[] lines = new Tensor.Relaxation[5];
    private final Tensor.Slopes[] slopes = new Tensor.Slopes[5];
    private final Tensor.Rows[] over = new Tensor.Rows[5];
    private final Tensor.Rows atInput;

    Walk() {
      known[0] = open.upload(box);
      known[1] = open.keep(lane.intervalAffine(open.node(1), known[0]));
      known[2] = open.keep(lane.intervalActivation(open.node(2), known[1]));
      known[3] = open.keep(lane.intervalAffine(open.node(3), known[2]));
      known[4] = open.keep(lane.intervalActivation(open.node(4), known[3]));
      Tensor.Rows rows = open.keep(lane.objectiveRows(objectives, new BoxRange(0, 1), known[4]));
      rows = affine(3, relu(4, rows));
      atInput = affine(1, relu(2, rows));
    }

    private Tensor.Rows relu(int id, Tensor.Rows rows) {
      over[id] = rows;
      lines[id] = open.keep(lane.relax(open.node(id), known[id - 1]));
      slopes[id] = open.keep(lane.slopes(open.node(id), rows, known[id - 1], parameters[id]));
      return open.keep(lane.backActivation(open.node(id), rows, lines[id], slopes[id]));
    }

    private Tensor.Rows affine(int id, Tensor.Rows rows) {
      Tensor.Magnitude magnitude = open.keep(lane.magnitude(open.node(id), known[id - 1]));
      return open.keep(lane.backAffine(open.node(id), rows, magnitude));
    }

    double[] bounds() {
      return open.keep(lane.concretize(atInput, known[0])).download();
    }

    /** The rows' points before each ReLU. */
    double[][] points() {
      Tensor.Points first =
          open.keep(lane.forwardAffine(open.node(1), open.keep(lane.minimizer(atInput, known[0]))));
      Tensor.Points through =
          open.keep(lane.forwardRelaxed(open.node(2), first, over[2], lines[2], slopes[2]));
      Tensor.Points second = open.keep(lane.forwardAffine(open.node(3), through));
      return new double[][] {null, null, first.download(), null, second.download()};
    }

    @Override
    public void close() {
      open.close();
    }
  }

  /** Compares all; returns how many. */
  int run() {
    int compared = 0;
    try (Walk walk = new Walk()) {
      double[][] points = walk.points();
      double[] before = walk.bounds();
      for (int id : new int[] {2, 4}) {
        Bounds bounds = walk.known[id - 1].download();
        float[] coefficients = walk.over[id].download();
        float[] found = walk.slopes[id].download();
        for (int k = 0; k < found.length; k++) {
          int i = k % WIDTH;
          boolean unstable = ReluRelaxation.isUnstable(bounds.lower(0, i), bounds.upper(0, i));
          double side = bounds.lower(0, i) >= 0 ? 1 : -1;
          double gradient = (unstable ? Math.max(0, coefficients[k]) : side) * points[id][k];
          if (found[k] == parameters[id][k]) { // in its range, and so are its neighbours
            compared += compare(id, k, before[k / WIDTH], gradient);
          }
        }
      }
    }
    return compared;
  }

  private int compare(int id, int k, double before, double gradient) {
    double up = (bound(id, k, step) - before) / step;
    double down = (before - bound(id, k, -step)) / step;
    if (Math.abs(up - down) > tolerance) {
      return 0;
    }
    assertEquals(gradient, (up + down) / 2, tolerance, "node " + id + ", parameter " + k);
    return 1;
  }

  private double bound(int id, int k, float change) {
    float kept = parameters[id][k];
    parameters[id][k] += change;
    try (Walk walk = new Walk()) {
      return walk.bounds()[k / WIDTH];
    } finally {
      parameters[id][k] = kept;
    }
  }
}
