package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void ratiosAreOfSamplesTakenTogether() {
    Samples steps = new Samples(List.of(2.0, 8.0, 9.0));
    Samples natural = new Samples(List.of(1.0, 4.0, 3.0));
    assertEquals(List.of(2.0, 2.0, 3.0), steps.over(natural).values());
    assertEquals(2, steps.over(natural).median());
  }

  @Test
  void ratiosNeedAsManySamples() {
    Samples three = new Samples(List.of(2.0, 8.0, 9.0));
    Samples two = new Samples(List.of(1.0, 4.0));
    assertEquals(
        "3 samples over 2, expected as many",
        assertThrows(IllegalArgumentException.class, () -> three.over(two)).getMessage());
  }
}
