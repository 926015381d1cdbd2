package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubBoxesTest {
  private static final BoxBatch BOX =
      BoxBatch.single(new double[] {-3, 0, 5}, new double[] {1, 1e-3, 5});

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.25, 0.999, 1})
  void liesInsideAndHasTheSize(double shrink) {
    BoxBatch drawn = SubBoxes.draw(BOX, 500, shrink, 3);
    assertEquals(500, drawn.count());
    for (int b = 0; b < drawn.count(); b++) {
      for (int i = 0; i < 3; i++) {
        double side = BOX.upper(0, i) - BOX.lower(0, i);
        assertTrue(drawn.lower(b, i) >= BOX.lower(0, i) && drawn.upper(b, i) <= BOX.upper(0, i));
        assertEquals(
            shrink * side,
            drawn.upper(b, i) - drawn.lower(b, i),
            2.1 * SubBoxes.JITTER * side,
            "box " + b + ", side " + i);
      }
    }
    assertNotEquals(drawn.lower(0, 0), drawn.lower(1, 0));
  }

  @Test
  void aSeedGivesTheSameBoxes() {
    assertArrayEquals(
        SubBoxes.draw(BOX, 9, 0.5, 11).lower(), SubBoxes.draw(BOX, 9, 0.5, 11).lower());
  }

  @Test
  void refusesWhatHasNoSuchBoxes() {
    BoxBatch unbounded = BoxBatch.single(new double[] {0}, new double[] {Double.POSITIVE_INFINITY});
    assertThrows(IllegalArgumentException.class, () -> SubBoxes.draw(unbounded, 1, 0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> SubBoxes.draw(BOX, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> SubBoxes.draw(BOX, 1, 1.5, 1));
    assertThrows(IllegalArgumentException.class, () -> SubBoxes.draw(BOX, 1, Double.NaN, 1));
  }
}
