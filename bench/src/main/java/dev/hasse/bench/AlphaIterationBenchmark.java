package dev.hasse.bench;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Affine;
import dev.hasse.network.Node;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does one iteration of alpha-CROWN on the outputs take: rows back, points forward, one
 * step?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class AlphaIterationBenchmark {
  private static final float RATE = 0.1f;

  private Tensor.Slopes[] slopes;
  private Tensor.Rows[] taken;
  private int step;

  /** Checks the bounds of the first two iterations: adaptive slopes, and slopes that moved. */
  @Setup
  public void check(LaneState state) {
    int nodes = state.measured().nodes().size();
    slopes = new Tensor.Slopes[nodes];
    taken = new Tensor.Rows[nodes];
    step = 0;
    state.requireOutputs(iteration(state));
    state.requireOutputs(iteration(state));
  }

  /** Bounds of both signs of each output, by the slopes before the step. */
  @Benchmark
  public double[] iteration(LaneState state) {
    Lane lane = state.lane();
    try (Tensor.Rows rows = back(state);
        Tensor.RowBounds bounds = lane.concretize(rows, state.interval(0))) {
      double[] found = bounds.download();
      step++;
      ascend(state, lane.minimizer(rows, state.interval(0)));
      return found;
    } finally {
      for (int id = 0; id < taken.length; id++) {
        if (taken[id] != null) {
          taken[id].close();
          taken[id] = null;
        }
      }
    }
  }

  private Tensor.Rows back(LaneState state) {
    Lane lane = state.lane();
    Tensor.Rows rows = state.outputRows();
    for (int id = state.measured().output().id(); id > 0; id--) {
      Node node = state.measured().node(id);
      if (node.op() instanceof Affine) {
        Tensor.Rows before = state.backAffine(node, rows);
        rows.close();
        rows = before;
      } else {
        taken[id] = rows;
        if (slopes[id] == null) {
          slopes[id] = state.keep(lane.slopes(node, rows, state.interval(node.input()), null));
        }
        rows = lane.backActivation(node, rows, state.relaxation(node), slopes[id]);
      }
    }
    return rows;
  }

  /** Pushes the rows' points forward, and moves the slopes of each activation they come to. */
  private void ascend(LaneState state, Tensor.Points atInput) {
    Lane lane = state.lane();
    Tensor.Points points = atInput;
    for (Node node : state.measured().nodes()) {
      if (node.id() == 0) {
        continue;
      }
      try (Tensor.Points before = points) {
        if (node.op() instanceof Affine) {
          points = lane.forwardAffine(node, before);
        } else {
          int id = node.id();
          points = lane.forwardRelaxed(node, before, taken[id], state.relaxation(node), slopes[id]);
          lane.ascend(slopes[id], taken[id], before, step, RATE);
        }
      }
    }
    points.close();
  }
}
