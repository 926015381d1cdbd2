package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.kernels.emulator.ExactRounding.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every opcode of float arithmetic rounds as it says, to the last bit, in every direction. */
@Emulated
class RoundingEmulatedTest {
  private static final int CASES = 1024;

  static Stream<String> opcodes() {
    return Stream.of("add", "sub", "mul", "div", "fma", "sqrt", "rcp")
        .flatMap(name -> Stream.of("rn", "rz", "rm", "rp").map(mode -> name + "." + mode))
        .flatMap(opcode -> Stream.of(opcode + ".f32", opcode + ".f64"));
  }

  @ParameterizedTest
  @MethodSource("opcodes")
  void roundsAsItSays(String opcode) {
    String[] words = opcode.split("\\.", -1);
    int arity =
        words[0].equals("fma") ? 3 : words[0].length() == 3 && !words[0].equals("rcp") ? 2 : 1;
    Format format = words[2].equals("f32") ? Format.FLOAT : Format.DOUBLE;
    long[] operands = Operands.floats(format, arity, CASES, opcode.hashCode());
    long[] results =
        new OpcodeRun(opcode, words[2], Collections.nCopies(arity, words[2])).results(operands);
    for (int i = 0; i < CASES; i++) {
      double a = format.value(operands[i * arity]);
      double b = arity > 1 ? format.value(operands[i * arity + 1]) : 0;
      double c = arity > 2 ? format.value(operands[i * arity + 2]) : 0;
      double expected = expected(words[0], words[1], format, a, b, c);
      double found = format.value(results[i]);
      String what = opcode + " of " + a + ", " + b + ", " + c;
      if (Double.isNaN(expected)) {
        assertTrue(Double.isNaN(found), what + " gives " + found);
      } else {
        assertEquals(
            Double.doubleToRawLongBits(expected),
            Double.doubleToRawLongBits(found),
            what + " gives " + found);
      }
    }
  }

  private static double expected(
      String name, String mode, Format format, double a, double b, double c) {
    double special = nearest(name, a, b, c);
    boolean finite = Double.isFinite(a) && Double.isFinite(b) && Double.isFinite(c);
    boolean divides = name.equals("div") ? b == 0 : name.equals("rcp") && a == 0;
    if (!finite || divides || (name.equals("sqrt") && a <= 0)) {
      return special; // infinities, NaN and roots of zero are the same in every direction
    }
    ExactRounding rounding = new ExactRounding(format, mode);
    double result =
        switch (name) {
          case "add" -> sum(rounding, a, 1, b);
          case "sub" -> sum(rounding, a, 1, -b);
          case "mul" -> sum(rounding, a, b, 0);
          case "fma" -> sum(rounding, a, b, c);
          case "div" -> quotient(rounding, a, b);
          case "rcp" -> quotient(rounding, 1, a);
          default -> rounding.root(significand(a), exponent(a));
        };
    return result == 0 ? zero(name, mode, a, b, c) : result;
  }

  private static double nearest(String name, double a, double b, double c) {
    return switch (name) {
      case "add" -> a + b;
      case "sub" -> a - b;
      case "mul" -> a * b;
      case "fma" -> Math.fma(a, b, c);
      case "div" -> a / b;
      case "rcp" -> 1 / a;
      default -> Math.sqrt(a);
    };
  }

  /** a * b + c, rounded. */
  private static double sum(ExactRounding rounding, double a, double b, double c) {
    return rounding.scaled(
        significand(a)
            .multiply(significand(b))
            .shiftLeft(Math.max(0, exponent(a) + exponent(b) - exponent(c)))
            .add(significand(c).shiftLeft(Math.max(0, exponent(c) - exponent(a) - exponent(b)))),
        Math.min(exponent(c), exponent(a) + exponent(b)));
  }

  private static double quotient(ExactRounding rounding, double a, double b) {
    int shift = exponent(a) - exponent(b);
    return rounding.ratio(
        significand(a).shiftLeft(Math.max(0, shift)),
        significand(b).shiftLeft(Math.max(0, -shift)));
  }

  /** The integer s where x = s * 2^exponent(x). */
  private static BigInteger significand(double x) {
    return BigInteger.valueOf((long) Math.scalb(x, -exponent(x)));
  }

  private static int exponent(double x) {
    return Math.max(Math.getExponent(x), Double.MIN_EXPONENT) - 52;
  }

  /** The sign of a zero: of what it was rounded from, or of the rule for exact zeros. */
  private static double zero(String name, String mode, double a, double b, double c) {
    boolean negative =
        switch (name) {
          case "add" -> sumIsNegative(mode, a, b);
          case "sub" -> sumIsNegative(mode, a, -b);
          case "fma" -> fusedIsNegative(mode, a, b, c);
          case "rcp" -> isNegative(a);
          case "sqrt" -> false;
          default -> isNegative(a) != isNegative(b);
        };
    return negative ? -0.0 : 0.0;
  }

  private static boolean fusedIsNegative(String mode, double a, double b, double c) {
    boolean product = isNegative(a) != isNegative(b);
    BigDecimal sum = new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
    if (sum.signum() != 0) {
      return sum.signum() < 0; // rounded to zero
    }
    return product == isNegative(c) ? product : mode.equals("rm");
  }

  private static boolean sumIsNegative(String mode, double a, double b) {
    return isNegative(a) == isNegative(b) ? isNegative(a) : mode.equals("rm");
  }

  private static boolean isNegative(double x) {
    return Double.doubleToRawLongBits(x) < 0;
  }
}
