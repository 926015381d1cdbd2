package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void tablesRoundBoundsOutwards() {
    Random random = new Random(9);
    for (int k = 0; k < 2000; k++) {
      double bound = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-60, 60));
      BigDecimal exact = new BigDecimal(bound);
      assertTrue(new BigDecimal(Numbers.lower(bound)).compareTo(exact) <= 0, "" + bound);
      assertTrue(new BigDecimal(Numbers.upper(bound)).compareTo(exact) >= 0, "" + bound);
    }
  }

  @Test
  void shortNumbersStayAsTheyAre() {
    assertEquals("0.5", Numbers.lower(0.5));
    assertEquals("-12", Numbers.upper(-12));
    assertEquals("0", Numbers.lower(-0.0));
    assertEquals("-Infinity", Numbers.lower(Double.NEGATIVE_INFINITY));
    assertEquals("Infinity", Numbers.upper(Double.POSITIVE_INFINITY));
  }

  @Test
  void radiiAreShownAsWritten() {
    assertEquals("0.05", Numbers.radius(0.05));
    assertEquals("0.3", Numbers.radius(0.3));
    assertEquals("0.0001", Numbers.radius(1e-4));
    assertEquals("1E-7", Numbers.radius(1e-7));
    assertEquals("0", Numbers.radius(0));
    assertEquals("16", Numbers.radius(16));
  }

  /** Rounded to the nearest, some would be larger than what was certified. */
  @Test
  void radiiOfBisectionsLoseDigitsInwards() {
    assertEquals("0.0359375", Numbers.radius(0.035937500000000004));
    assertEquals("0.03588867", Numbers.radius(0.035888671875));
    assertEquals("0.07499999", Numbers.radius(Math.nextDown(0.075)));
  }
}
