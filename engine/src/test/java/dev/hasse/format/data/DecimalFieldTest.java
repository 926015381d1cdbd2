package dev.hasse.format.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.DecimalText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer is compared with BigDecimal's exact order, none with another of our roundings. */
class DecimalFieldTest {
  private static final int COUNT = 100_000;
  private final DecimalField field = new DecimalField();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "0.000000000000000000e+00",
        "1",
        "0.1",
        "-.5",
        "+2.",
        "1e0",
        "1E22",
        "1e-22",
        "1e-23",
        "9007199254740993",
        "9007199254740993e-22",
        "9007199254740992.5",
        "9223372036854775807",
        "9223372036854775808",
        "9223372036854776832",
        "9999999999999999999",
        "9999999999999999999e-22",
        "10000000000000000000",
        "0.99607843137254903",
        "9.960784313725490335e-01",
        "-0.029999999329447746",
        "0.1000000000000000055511151231257827",
        "1e300",
        "-1e-300",
        "4.9e-324",
        "1e400",
        "  0.25\t"
      })
  void enclosesTightly(String text) {
    assertRounded(text);
  }

  @Test
  void enclosesRandomDecimalsOfManyShapes() {
    Random random = new Random(41);
    for (int i = 0; i < COUNT; i++) {
      String sign = random.nextInt(3) == 0 ? "-" : "";
      assertRounded(sign + magnitude(random));
    }
  }

  private static String magnitude(Random random) {
    double value = random.nextDouble();
    return switch (random.nextInt(7)) {
      case 0 -> Double.toString(value);
      case 1 -> Float.toString((float) value);
      case 2 -> String.format(Locale.ROOT, "%.18e", new BigDecimal(value));
      case 3 -> random.nextInt(256) + "." + random.nextInt(1_000_000);
      case 4 -> digits(random, 1 + random.nextInt(21)) + "e" + (random.nextInt(60) - 40);
      case 5 -> "0." + digits(random, 1 + random.nextInt(24));
      default -> nearMidpoint(random, value);
    };
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  /** A decimal of 15 to 19 digits as close as such come to a double or between two. */
  private static String nearMidpoint(Random random, double value) {
    double scaled = value * Math.scalb(1.0, random.nextInt(60));
    BigDecimal exact = new BigDecimal(scaled);
    if (random.nextBoolean()) {
      exact = exact.add(new BigDecimal(Math.ulp(scaled) / 2));
    }
    MathContext context =
        new MathContext(
            15 + random.nextInt(5),
            random.nextBoolean() ? RoundingMode.FLOOR : RoundingMode.CEILING);
    return exact.round(context).toString();
  }

  private void assertRounded(String text) {
    BigDecimal exact = new BigDecimal(text.strip());
    double down = set(text).down();
    double up = set(text).up();
    assertTrue(down == Double.NEGATIVE_INFINITY || compare(down, exact) <= 0, text);
    assertTrue(up == Double.POSITIVE_INFINITY || compare(up, exact) >= 0, text);
    boolean exactlyOne = down == up;
    assertTrue(exactlyOne || Math.nextUp(down) == up, text);
    assertEquals(Double.parseDouble(text.strip()), set(text).nearest(), text);
  }

  private static int compare(double value, BigDecimal exact) {
    return new BigDecimal(value).compareTo(exact);
  }

  @Test
  void zeroOfABoxIsPositive() {
    assertEquals(0.0, set("-0.0").down());
    assertEquals(0.0, set("-0e5").up());
  }

  @Test
  void infinitiesAreWords() {
    assertEquals(Double.NEGATIVE_INFINITY, set(" -inf ").down());
    assertEquals(Double.POSITIVE_INFINITY, set("Infinity").up());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1ee5",
        "1e5.0",
        "1.2.3",
        "--1",
        "1 2",
        "nan",
        "0x1p3",
        "1d",
        "1f",
        "١",
        "1_000",
        "1e1234",
        "1e-9999999999"
      })
  void refusesWhatDecimalTextRefuses(String text) {
    assertEquals(message(() -> DecimalText.down(text.strip())), message(() -> set(text).down()));
    assertEquals(message(() -> DecimalText.down(text.strip())), message(() -> set(text).up()));
  }

  private static String message(Runnable reading) {
    return assertThrows(NumberFormatException.class, reading::run).getMessage();
  }

  /** The field amid bytes that must not be read. */
  private DecimalField set(String text) {
    byte[] bytes = ("7" + text + "7").getBytes(StandardCharsets.UTF_8);
    field.set(bytes, 1, bytes.length - 1);
    return field;
  }
}
