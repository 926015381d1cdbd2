package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalRoundingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "-0.1",
        "0.029999999329447746",
        "1e-400",
        "-1e-400",
        "4.9e-324",
        "1e22",
        "123456789012345678901234567890",
        "0.30000000000000004",
        "2.2250738585072011e-308"
      })
  void enclosesTightly(String text) {
    assertEnclosed(new BigDecimal(text));
  }

  @Test
  void enclosesRandomDecimalsTightly() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      assertEnclosed(BigDecimal.valueOf(random.nextLong(), random.nextInt(340)));
    }
  }

  private static void assertEnclosed(BigDecimal value) {
    double down = DecimalRounding.down(value);
    double up = DecimalRounding.up(value);
    assertTrue(new BigDecimal(down).compareTo(value) <= 0, value.toString());
    assertTrue(new BigDecimal(up).compareTo(value) >= 0, value.toString());
    assertTrue(down == up || Math.nextUp(down) == up, value.toString());
    assertEquals(new BigDecimal(down).compareTo(value) == 0, DecimalRounding.isDouble(value));
  }

  @Test
  void decimalsBeyondAllDoubles() {
    BigDecimal huge = new BigDecimal("1e400");
    assertEquals(Double.MAX_VALUE, DecimalRounding.down(huge));
    assertEquals(Double.POSITIVE_INFINITY, DecimalRounding.up(huge));
    assertEquals(Double.NEGATIVE_INFINITY, DecimalRounding.down(huge.negate()));
    assertEquals(-Double.MAX_VALUE, DecimalRounding.up(huge.negate()));
    assertFalse(DecimalRounding.isDouble(huge));
  }

  @Test
  void zeroIsExact() {
    assertTrue(DecimalRounding.isDouble(BigDecimal.ZERO));
    assertEquals(0, DecimalRounding.down(new BigDecimal("0.000")));
  }
}
