package dev.hasse.bench;

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

/** How long do intervals take through the widest affine map? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class IntervalStepBenchmark {
  private Node node;

  /** Checks the step once. */
  @Setup
  public void check(LaneState state) {
    node = state.widestAffine();
    try (Tensor.Interval bounds = step(state)) {
      state.requireAnswer(node, bounds.download());
    }
  }

  @Benchmark
  public void intervals(LaneState state) {
    step(state).close();
  }

  private Tensor.Interval step(LaneState state) {
    return state.lane().intervalAffine(node, state.interval(node.input()));
  }
}
