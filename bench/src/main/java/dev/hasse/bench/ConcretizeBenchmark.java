package dev.hasse.bench;

import dev.hasse.compute.Tensor;
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

/** How long does the smallest value of each row over its box take? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class ConcretizeBenchmark {
  private Tensor.Rows rows;

  /** Walks the rows to the input and checks what they say. */
  @Setup
  public void check(LaneState state) {
    rows = state.keep(state.rowsAtInput());
    state.requireOutputs(bounds(state));
  }

  @Benchmark
  public double[] bounds(LaneState state) {
    try (Tensor.RowBounds bounds = state.lane().concretize(rows, state.interval(0))) {
      return bounds.download();
    }
  }
}
