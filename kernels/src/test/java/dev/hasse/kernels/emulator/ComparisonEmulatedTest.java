package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.kernels.emulator.ExactRounding.Format;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparisons of floats with and without NaN, minima, signs. */
@Emulated
class ComparisonEmulatedTest {
  private static final int CASES = 960;

  static Stream<List<String>> comparisons() {
    return Stream.of(
            "eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num",
            "nan")
        .flatMap(name -> Stream.of("f32", "f64").map(type -> List.of(name, type)));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void comparesWithNaN(List<String> words) {
    Format format = words.get(1).equals("f32") ? Format.FLOAT : Format.DOUBLE;
    long[] operands = Operands.floats(format, 2, CASES, words.hashCode());
    long[] results =
        new OpcodeRun(
                "setp." + words.get(0) + "." + words.get(1),
                "pred",
                List.of(words.get(1), words.get(1)))
            .results(operands);
    for (int i = 0; i < CASES; i++) {
      double a = format.value(operands[2 * i]);
      double b = format.value(operands[2 * i + 1]);
      assertEquals(holds(words.get(0), a, b) ? 1 : 0, results[i], words + " " + a + " " + b);
    }
  }

  private static boolean holds(String name, double a, double b) {
    boolean nan = Double.isNaN(a) || Double.isNaN(b);
    return switch (name) {
      case "num" -> !nan;
      case "nan" -> nan;
      case "eq", "equ" -> nan ? name.length() == 3 : a == b;
      case "ne", "neu" -> nan ? name.length() == 3 : a != b;
      case "lt", "ltu" -> nan ? name.length() == 3 : a < b;
      case "le", "leu" -> nan ? name.length() == 3 : a <= b;
      case "gt", "gtu" -> nan ? name.length() == 3 : a > b;
      default -> nan ? name.length() == 3 : a >= b;
    };
  }

  static Stream<String> pairs() {
    return Stream.of("min.f32", "max.f32", "min.f64", "max.f64", "copysign.f32", "copysign.f64");
  }

  /** A NaN loses against a number, -0 is below +0; copysign gives b the sign of a. */
  @ParameterizedTest
  @MethodSource("pairs")
  void choosesAsTheManualSays(String opcode) {
    String type = opcode.substring(opcode.length() - 3);
    Format format = type.equals("f32") ? Format.FLOAT : Format.DOUBLE;
    long[] operands = Operands.floats(format, 2, CASES, opcode.hashCode());
    long[] results = new OpcodeRun(opcode, type, List.of(type, type)).results(operands);
    for (int i = 0; i < CASES; i++) {
      double a = format.value(operands[2 * i]);
      double b = format.value(operands[2 * i + 1]);
      double expected = chosen(opcode.substring(0, 3), a, b);
      if (Double.isNaN(expected)) {
        assertTrue(Double.isNaN(format.value(results[i])));
      } else {
        assertEquals(format.bits(expected), results[i], opcode + " " + a + " " + b);
      }
    }
  }

  private static double chosen(String name, double a, double b) {
    if (name.equals("cop")) {
      return Math.copySign(b, a); // PTX names the sign first, Java last
    }
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) ? b : a;
    }
    return name.equals("min") ? Math.min(a, b) : Math.max(a, b);
  }
}
