package dev.hasse.sweep.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class AssignedGpusTest {
  @Test
  void numbersAreReadAndNothingElse() throws Exception {
    assertEquals(List.of(), AssignedGpus.numbers(Map.of()));
    assertEquals(List.of(), AssignedGpus.numbers(Map.of("fpga", gpus("f1"))));
    assertEquals(List.of(3, 0), AssignedGpus.numbers(Map.of("gpu", gpus("3", "0"))));
    for (String wrong : List.of("GPU-8932f937", "-1", "")) {
      UsageException refusal =
          assertThrows(
              UsageException.class, () -> AssignedGpus.numbers(Map.of("gpu", gpus(wrong))));
      assertTrue(refusal.getMessage().contains("'" + wrong + "'"), refusal.getMessage());
    }
  }

  private static ResourceInformation gpus(String... addresses) {
    return new ResourceInformation("gpu", addresses);
  }
}
