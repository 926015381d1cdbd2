package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.PreciseLogistic;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Directed rounding of the logistic function, judged in decimals of 50 digits. */
final class LogisticTest {
  @Test
  void endsEncloseTheValueWithinUlps() {
    Random random = new Random(1);
    for (int k = 0; k < 2000; k++) {
      double z = random.nextGaussian() * Math.scalb(1.0, random.nextInt(30) - 20);
      BigDecimal exact = PreciseLogistic.of(z);
      double down = Logistic.down(z);
      double up = Logistic.up(z);
      assertTrue(new BigDecimal(down).compareTo(exact) <= 0, () -> "below at " + z);
      assertTrue(new BigDecimal(up).compareTo(exact) >= 0, () -> "above at " + z);
      assertTrue(up - down <= 16 * Math.ulp(up), () -> "loose at " + z);
      assertEquals(exact.doubleValue(), Logistic.nearest(z), 1e-15);
    }
  }

  @Test
  void farValuesSaturate() {
    for (double z : new double[] {800, 1e30, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
      assertEquals(1, Logistic.up(z));
      assertEquals(0, Logistic.down(-z));
      assertTrue(Logistic.down(z) > 0.999 && Logistic.up(-z) < 1e-300);
    }
    assertTrue(Double.isNaN(Logistic.down(Double.NaN)) && Double.isNaN(Logistic.up(Double.NaN)));
  }

  /** The logistic of what comes out is at least what went in. */
  @Test
  void logOddsAreAbove() {
    Random random = new Random(2);
    for (int k = 0; k < 1000; k++) {
      double q = Math.scalb(1 - random.nextDouble() / 2, -1 - random.nextInt(100));
      BigDecimal back = PreciseLogistic.of(Logistic.logOddsUp(q));
      assertTrue(back.compareTo(new BigDecimal(q)) >= 0, () -> "log odds of " + q);
      assertTrue(back.doubleValue() <= q * (1 + 1e-12), () -> "loose at " + q);
    }
  }
}
