package dev.hasse.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link BoxBatch#around} against exact decimals, as they were before they became doubles. */
class BallTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.3, -9, 9",
    "0, 0.1, -9, 9",
    "0.5, 0.30000000000000001, -9, 9",
    "0, 0.5, -0.3, 0.3",
    "0, 0.5, -0.1, 0.1",
    "1e-300, 1e-310, -1, 1",
    "0, 1, 0, 1",
    "3, 1e300, -1e299, 1e299",
  })
  void containsTheBallThatWasWritten(String centre, String radius, String least, String most) {
    double c = Double.parseDouble(centre);
    BoxBatch box =
        BoxBatch.around(
            1,
            new double[] {c},
            Double.parseDouble(radius),
            Double.parseDouble(least),
            Double.parseDouble(most));
    BigDecimal exact = new BigDecimal(c);
    BigDecimal r = new BigDecimal(radius);
    BigDecimal lower = exact.subtract(r).max(new BigDecimal(least));
    BigDecimal upper = exact.add(r).min(new BigDecimal(most));
    assertTrue(
        new BigDecimal(box.lower(0, 0)).compareTo(lower) <= 0, box.lower(0, 0) + " is above");
    assertTrue(
        new BigDecimal(box.upper(0, 0)).compareTo(upper) >= 0, box.upper(0, 0) + " is below");
    double slack = 4 * Math.ulp(Math.abs(c) + Double.parseDouble(radius));
    assertEquals(lower.doubleValue(), box.lower(0, 0), slack);
    assertEquals(upper.doubleValue(), box.upper(0, 0), slack);
  }

  /** Pixels stay between 0 and 1, and a ball without a radius is its centre. */
  @Test
  void integerEndsAndPointsStay() {
    BoxBatch pixel = BoxBatch.around(1, new double[] {0.5}, 0.75, 0, 1);
    assertEquals(0, pixel.lower(0, 0));
    assertEquals(1, pixel.upper(0, 0));
    BoxBatch point = BoxBatch.around(1, new double[] {0.3}, 0, 0, 1);
    assertEquals(0.3, point.lower(0, 0));
    assertEquals(0.3, point.upper(0, 0));
  }
}
