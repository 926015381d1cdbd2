package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams of NumPy 2.4.6, which printed the numbers expected here. */
class NumpyStreamsTest {
  @Test
  void pcgDrawsTheNumbersOfDefaultRng() {
    Pcg64 zero = new Pcg64(0);
    assertEquals(0.6369616873214543, zero.nextDouble());
    assertEquals(0.2697867137638703, zero.nextDouble());
    assertEquals(0.04097352393619469, zero.nextDouble());
    Pcg64 other = new Pcg64(12345);
    assertEquals(0.22733602246716966, other.nextDouble());
    assertEquals(0.31675833970975287, other.nextDouble());
    Pcg64 last = new Pcg64(4294967295L);
    assertEquals(0.2519435680449965, last.nextDouble());
    for (int i = 1; i < 999; i++) {
      last.nextDouble();
    }
    assertEquals(0.536830867001201, last.nextDouble());
  }

  @Test
  void twisterDrawsTheNumbersOfRandint() {
    MersenneTwister seven = new MersenneTwister(7);
    int[] drawn = IntStream.generate(() -> seven.integer(3, 100)).limit(1000).toArray();
    assertArrayEquals(new int[] {50, 71, 28, 70, 86, 26}, IntStream.of(drawn).limit(6).toArray());
    assertEquals(51423, IntStream.of(drawn).sum());
    MersenneTwister last = new MersenneTwister(4294967295L);
    assertArrayEquals(
        new int[] {3, 2, 4, 4, 0, 2, 1, 0},
        IntStream.generate(() -> last.integer(0, 5)).limit(8).toArray());
    assertEquals(4, last.integer(4, 5));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4294967296L})
  void seedsThatNumpyRefusesAreRefused(long seed) {
    assertThrows(IllegalArgumentException.class, () -> new Pcg64(seed));
    assertThrows(IllegalArgumentException.class, () -> new MersenneTwister(seed));
  }

  @Test
  void decadesOfPowersOfTenAreExact() {
    assertEquals(3, Decades.of(1000));
    assertEquals(-2, Decades.of(0.01));
    assertEquals(Double.NEGATIVE_INFINITY, Decades.of(0));
  }
}
