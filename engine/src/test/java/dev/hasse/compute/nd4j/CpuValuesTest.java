package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.training.Box;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When values forget the points where they are least. */
class CpuValuesTest {
  private static boolean isKeptAfter(Consumer<CpuValues> event) {
    FloatPool arrays = new FloatPool();
    ScratchPool scratches = new ScratchPool();
    try {
      CpuValues rows = new CpuValues(2, 3, arrays, scratches);
      CpuValues points = new CpuValues(2, 3, arrays, scratches);
      rows.result();
      points.result();
      Box box = new Box(points, points);
      rows.keepLeastPoints(points, box);
      event.accept(rows);
      CpuValues taken = rows.takeLeastPoints(box);
      assertTrue(taken == null || taken.equals(points), "other points");
      assertEquals(null, rows.takeLeastPoints(box), "taken twice");
      rows.giveBack();
      points.giveBack();
      return taken != null;
    } finally {
      scratches.close();
    }
  }

  @Test
  void rowsThatAreReadKeepThem() {
    assertTrue(isKeptAfter(CpuValues::at), "on the heap");
    assertTrue(isKeptAfter(CpuValues::offHeap), "off heap");
  }

  @Test
  void rowsThatChangeForgetThem() {
    assertFalse(isKeptAfter(CpuValues::changed), "on the heap");
    assertFalse(isKeptAfter(CpuValues::changedOffHeap), "off heap");
  }
}
