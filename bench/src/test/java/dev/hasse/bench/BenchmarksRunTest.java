package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark sets up, passes its own check of the answer, and measures something. */
class BenchmarksRunTest {
  @ParameterizedTest
  @CsvSource({
    "IntervalStepBenchmark, 2",
    "BackSubstitutionBenchmark, 2",
    "ConcretizeBenchmark, 2",
    "RelaxationBenchmark, 2",
    "AlphaIterationBenchmark, 2",
    "OnnxReadingBenchmark, 1",
    "ProgramBenchmark, 4",
  })
  void measures(String name, int combinations) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\." + name + "\\.")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(20))
            .param("network", "2x16")
            .param("width", "4", "6")
            .param("batch", name.equals("ProgramBenchmark") ? new String[] {"1"} : batches())
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertEquals(combinations, results.size());
    for (RunResult result : results) {
      assertTrue(result.getPrimaryResult().getScore() > 0, name);
    }
  }

  private static String[] batches() {
    return new String[] {"1", "3"};
  }
}
