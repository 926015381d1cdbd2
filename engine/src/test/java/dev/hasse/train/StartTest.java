package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn: first weights, orders, shifts. */
class StartTest {
  /** 7,200 and 20,000 normal draws: their mean square is off by more than 10 % once in 10^8. */
  @ParameterizedTest
  @CsvSource({"HE, 18, 0.1111111111111111", "IBP, 18, 0.019392547244381439"})
  void weightsOfAConvolutionHaveTheirVariance(Initialization start, int fanIn, double variance) {
    Network network = Architecture.parse("2x5x5,conv400k3,dense2").network("net");
    Parameters parameters = Parameters.of(network);
    float[] values = start.draw(parameters, 11);
    Parameters.Place place = parameters.places().get(0);
    assertEquals(400 * fanIn, place.weightCount());
    double squares = 0;
    double sum = 0;
    for (int k = place.weights(); k < place.bias(); k++) {
      squares += values[k] * values[k];
      sum += values[k];
    }
    assertEquals(variance, squares / place.weightCount(), 0.1 * variance);
    assertEquals(0, sum / place.weightCount(), 0.1 * Math.sqrt(variance));
    for (int k = place.bias(); k < place.bias() + place.biasCount(); k++) {
      assertEquals(0, values[k]);
    }
  }

  @Test
  void anOrderHasEverySampleOnceAndDependsOnSeedAndEpoch() {
    int[] order = Draws.order(1000, Draws.of(3, 4));
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int k = 0; k < sorted.length; k++) {
      assertEquals(k, sorted[k]);
    }
    assertArrayEquals(order, Draws.order(1000, Draws.of(3, 4)));
    assertTrue(Arrays.mismatch(order, Draws.order(1000, Draws.of(3, 5))) >= 0);
    assertTrue(Arrays.mismatch(order, Draws.order(1000, Draws.of(4, 4))) >= 0);
  }

  /** A dot in the middle of each channel comes to every place that one pixel reaches. */
  @Test
  void shiftsMoveImagesAsAWhole() {
    Shift shift = new Shift(1, 2, 5, 4);
    Random random = new Random(1);
    Set<Integer> places = new HashSet<>();
    for (int draw = 0; draw < 200; draw++) {
      float[] values = new float[3 + 40];
      values[3 + 2 * 4 + 1] = 1;
      values[3 + 20 + 2 * 4 + 1] = 2;
      shift.apply(values, 3, random);
      int at = 0;
      while (values[3 + at] == 0) {
        at++;
      }
      assertEquals(1, values[3 + at]);
      assertEquals(2, values[3 + 20 + at]);
      int others = 0;
      for (float value : values) {
        others += value == 0 ? 0 : 1;
      }
      assertEquals(2, others);
      places.add(at);
    }
    assertEquals(Set.of(4, 5, 6, 8, 9, 10, 12, 13, 14), places);
  }

  @Test
  void aShiftBringsZerosInAndLosesWhatGoesOut() {
    Shift shift = new Shift(1, 1, 2, 2);
    Random random = new Random(1);
    Set<String> seen = new HashSet<>();
    for (int draw = 0; draw < 200; draw++) {
      float[] values = {1, 2, 3, 4};
      shift.apply(values, 0, random);
      seen.add(Arrays.toString(values));
    }
    assertEquals(
        Set.of(
            "[1.0, 2.0, 3.0, 4.0]",
            "[0.0, 1.0, 0.0, 3.0]",
            "[2.0, 0.0, 4.0, 0.0]",
            "[0.0, 0.0, 1.0, 2.0]",
            "[3.0, 4.0, 0.0, 0.0]",
            "[0.0, 0.0, 0.0, 1.0]",
            "[0.0, 0.0, 2.0, 0.0]",
            "[0.0, 3.0, 0.0, 0.0]",
            "[4.0, 0.0, 0.0, 0.0]"),
        seen);
  }
}
