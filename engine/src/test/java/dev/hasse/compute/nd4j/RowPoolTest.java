package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.nd4j.CpuTensors.RowBounds;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory of rows goes back to the pool once, when nobody reads it any more. */
class RowPoolTest {
  private final RowPool pool = new RowPool();

  @AfterEach
  void close() {
    pool.close();
  }

  private CpuRows threeRows() {
    CpuRows rows = new CpuRows(pool, new BoxRange(0, 1), new int[] {0, 3}, 2, new int[1][], false);
    Arrays.fill(rows.constant(), 7);
    return rows;
  }

  @Test
  void rowsThatShareConstantsKeepThemUntilTheLastIsClosed() {
    CpuRows rows = threeRows();
    CpuRows waiting = new CpuRows(rows, null);
    rows.close();
    CpuRows others = threeRows();
    assertNotSame(others.constant(), waiting.constant());
    others.close();
    waiting.close();
    waiting.close();
    double[] first = pool.constants().take(3);
    double[] second = pool.constants().take(3);
    assertNotSame(first, second);
    assertNotSame(second, pool.constants().take(3));
  }

  @Test
  void boundsAreGivenBackOnce() {
    double[] values = pool.constants().take(2);
    values[0] = 1;
    values[1] = 2;
    RowBounds bounds = new RowBounds(pool.constants(), values, 2);
    assertArrayEquals(new double[] {1, 2}, bounds.download());
    bounds.close();
    bounds.close();
    assertSame(values, pool.constants().take(2));
    assertNotSame(values, pool.constants().take(2));
  }

  @Test
  void copiedConstantsAreTheirOwn() {
    CpuRows rows = threeRows();
    CpuRows next = CpuRows.next(rows, 2, new int[1][]);
    next.constant()[0] = 8;
    assertArrayEquals(new double[] {7, 7, 7}, Arrays.copyOf(rows.constant(), 3));
    assertArrayEquals(new double[] {8, 7, 7}, Arrays.copyOf(next.constant(), 3));
    rows.close();
    next.close();
  }
}
