package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.BoxRange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  private static List<BoxRange> cut(int limit, int... rows) {
    return new Blocks(limit).of(rows.length, b -> rows[b]);
  }

  @Test
  void rangesStayWithinTheLimit() {
    assertEquals(
        List.of(new BoxRange(0, 2), new BoxRange(2, 3), new BoxRange(3, 4)), cut(4, 2, 2, 3, 2));
  }

  @Test
  void aBoxBeyondTheLimitStandsAlone() {
    assertEquals(
        List.of(new BoxRange(0, 1), new BoxRange(1, 2), new BoxRange(2, 3)), cut(4, 1, 9, 1));
  }

  @Test
  void leadingBoxesWithoutRowsAreLeftOut() {
    assertEquals(List.of(), cut(4, 0, 0));
    assertEquals(List.of(new BoxRange(1, 2)), cut(4, 0, 3));
  }

  @Test
  void everyRowIsInOneRange() {
    int[] rows = {0, 2, 0, 0, 4, 1, 0, 3, 3, 0};
    int[] seen = new int[rows.length];
    for (BoxRange range : cut(4, rows)) {
      for (int b = range.from(); b < range.to(); b++) {
        seen[b]++;
      }
    }
    for (int b = 0; b < rows.length; b++) {
      assertEquals(rows[b] > 0 ? 1 : Math.min(seen[b], 1), seen[b], "box " + b);
    }
  }
}
