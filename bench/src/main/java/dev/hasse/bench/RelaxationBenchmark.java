package dev.hasse.bench;

import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
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

/** How long do the lines of one activation take? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class RelaxationBenchmark {
  private Node node;

  /** Bounds every neuron through the lines, and checks these bounds. */
  @Setup
  public void check(LaneState state) {
    node = state.activation();
    int width = node.size();
    RowSelection selection = RowSelection.all(state.batch, width);
    Tensor.Interval input = state.interval(node.input());
    try (Tensor.Relaxation lines = state.lane().relax(node, input);
        Tensor.Rows units = state.lane().unitRows(width, selection, state.all());
        Tensor.Rows rows = state.lane().backActivation(node, units, lines);
        Tensor.RowBounds bounds = state.lane().concretize(rows, input)) {
      state.requireAnswer(node, bounds.download());
    }
  }

  @Benchmark
  public void lines(LaneState state) {
    state.lane().relax(node, state.interval(node.input())).close();
  }
}
