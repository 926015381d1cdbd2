package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks cover the matrix, and none is there for nothing. */
final class GridTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "128, 128, 1, 1",
    "129, 128, 1, 2",
    "128, 129, 2, 1",
    "1000, 784, 7, 8"
  })
  void tilesCoverAMatrix(int rows, int columns, int across, int down) {
    Grid grid = Grid.tiles(256, 128, 128);
    assertEquals(across, grid.across(rows, columns));
    assertEquals(down, grid.down(rows));
    assertEquals((long) across * down, grid.blocks(rows, columns));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 1", "5, 2", "65536, 16384"})
  void aBlockHasAWarpForEachOfFourRows(int rows, int across) {
    Grid grid = Grid.warps();
    assertEquals(128, grid.block());
    assertEquals(across, grid.across(rows, 50));
    assertEquals(1, grid.down(rows));
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 1, 1", "4, 128, 8, 1", "4, 129, 8, 2", "1, 32, 8, 1", "1, 33, 8, 2"})
  void stridingBlocksCoverAllNumbers(int perThread, int rows, int columns, int across) {
    assertEquals(across, Grid.striding(perThread).across(rows, columns));
  }

  @Test
  void stridingGridsEndSomewhere() {
    assertTrue(Grid.striding(4).across(1 << 16, 9216) <= 4096);
  }
}
