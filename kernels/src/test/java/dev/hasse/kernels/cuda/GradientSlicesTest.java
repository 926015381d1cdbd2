package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.DeviceMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices cover all terms, and none is empty. */
final class GradientSlicesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1, 8",
    "1, 255",
    "1, 257",
    "4, 600",
    "1, 1000000",
    "64, 4096",
    "511, 100000",
    "512, 100000",
    "5000, 3",
    "5000, 1073741824",
    "1, 1073741824",
    "3, 1073741817"
  })
  void slicesCoverAllTermsAndNoneIsEmpty(long tiles, int terms) {
    GradientSlices slices = GradientSlices.of(tiles, terms);
    long all = (long) slices.count() * slices.depth();
    assertEquals(0, slices.depth() % 8);
    assertTrue(all >= terms, slices::toString);
    assertTrue(all - slices.depth() < terms, slices::toString);
    assertTrue(slices.count() == 1 || slices.count() * tiles <= 512, slices::toString);
  }

  @Test
  void sumsThatCannotBeCountedAreRefused() {
    assertThrows(DeviceMemoryException.class, () -> GradientSlices.of(1, 1073741825));
  }
}
