package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  @Test
  void readsWhatPeopleWrite() {
    assertEquals(-1.5, DecimalText.nearest("-1.5"));
    assertEquals(0.25, DecimalText.nearest("+.25"));
    assertEquals(3000, DecimalText.nearest("3E3"));
    assertEquals(new BigDecimal("0.1"), DecimalText.exact("0.1"));
    assertEquals(0.1, DecimalText.up("0.1"));
    assertEquals(Math.nextDown(0.1), DecimalText.down("0.1"));
  }

  @Test
  void infinitiesHaveSigns() {
    for (String text : new String[] {"inf", "+Infinity", "INF"}) {
      assertEquals(Double.POSITIVE_INFINITY, DecimalText.nearest(text));
    }
    assertEquals(Double.NEGATIVE_INFINITY, DecimalText.down("-inf"));
    assertEquals(Double.NEGATIVE_INFINITY, DecimalText.up("-infinity"));
    assertThrows(NumberFormatException.class, () -> DecimalText.exact("inf"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nan", "NaN", "0x1p3", "1d", "1f", "1,5", "--1", "1e", ".", "e5", "١"})
  void refusesTheRest(String text) {
    assertThrows(NumberFormatException.class, () -> DecimalText.nearest(text));
    assertThrows(NumberFormatException.class, () -> DecimalText.exact(text));
    assertThrows(NumberFormatException.class, () -> DecimalText.down(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "1e99999999999999"})
  void refusesExactNumbersThatWouldTakeForever(String text) {
    NumberFormatException e =
        assertThrows(NumberFormatException.class, () -> DecimalText.exact(text));
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}
