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

/** How long do two rows for each output take, back through the whole network? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class BackSubstitutionBenchmark {
  /** Checks what the rows say. */
  @Setup
  public void check(LaneState state) {
    try (Tensor.Rows rows = state.rowsAtInput();
        Tensor.RowBounds bounds = state.lane().concretize(rows, state.interval(0))) {
      state.requireOutputs(bounds.download());
    }
  }

  @Benchmark
  public void rows(LaneState state) {
    state.rowsAtInput().close();
  }
}
