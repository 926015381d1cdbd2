package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SizeClassTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 320, 321, 512, 513, 1000, 65537, 3L << 32})
  void aClassHoldsWhatIsAskedAndLittleMore(long bytes) {
    int sizeClass = SizeClass.of(bytes);
    long size = SizeClass.bytes(sizeClass);
    assertTrue(size >= bytes, size + " for " + bytes);
    assertTrue(size <= Math.max(256, bytes + bytes / 4 + 64), size + " for " + bytes);
    assertEquals(sizeClass, SizeClass.of(size), "its own size");
    assertTrue(sizeClass < SizeClass.COUNT);
    assertTrue(sizeClass == 0 || SizeClass.bytes(sizeClass - 1) < bytes, "not the smallest");
  }
}
