package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingMeasurementTest {
  /** 4-3-2: 12 and 6 weights; a step of 5 samples. */
  @Test
  void stepsHaveTheOperationsOfTheirProducts() throws Exception {
    try (ComputeBackend backend = Backends.open("reference")) {
      TrainingMeasurement.Result result =
          new TrainingMeasurement(backend, new int[] {4, 3, 2}, 5, 0.1, 1).measure(7);
      List<BenchPoint> steps = result.steps();
      assertEquals(
          List.of("natural", "ibp", "crown-ibp"),
          steps.stream().map(step -> step.parameters().get("step")).toList());
      double natural = 5 * (6 * 18 - 2 * 12);
      double boxes = 5 * 2 * (6 * 12 - 2 * 12);
      double rows = 5 * 6 * 12;
      assertEquals(natural, steps.get(0).flops());
      assertEquals(natural + boxes, steps.get(1).flops());
      assertEquals(natural + boxes + rows, steps.get(2).flops());
      for (BenchPoint step : steps) {
        assertEquals(5, step.count());
        assertEquals(7, step.seconds().values().size());
        assertEquals("4-3-2", step.parameters().get("network"));
      }
      assertTrue(result.ceilings().sgemmGflops().median() > 0);
    }
  }
}
