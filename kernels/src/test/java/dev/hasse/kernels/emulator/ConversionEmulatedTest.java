package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.kernels.emulator.ExactRounding.Format;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** cvt between all types, exactly as it says. */
@Emulated
class ConversionEmulatedTest {
  private static final int CASES = 640;
  private static final Map<String, RoundingMode> MODES =
      Map.of(
          "rni", RoundingMode.HALF_EVEN,
          "rzi", RoundingMode.DOWN,
          "rmi", RoundingMode.FLOOR,
          "rpi", RoundingMode.CEILING);

  static Stream<List<String>> integersToFloats() {
    return Stream.of("rn", "rz", "rm", "rp")
        .flatMap(
            mode ->
                Stream.of("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64")
                    .flatMap(from -> Stream.of("f32", "f64").map(to -> List.of(mode, to, from))));
  }

  @ParameterizedTest
  @MethodSource("integersToFloats")
  void integersRoundToFloats(List<String> words) {
    String mode = words.get(0);
    String to = words.get(1);
    String from = words.get(2);
    Format format = format(to);
    long[] operands = Operands.integers(1, CASES, words.hashCode());
    long[] results = run("cvt." + mode + "." + to + "." + from, to, from, operands);
    for (int i = 0; i < CASES; i++) {
      BigInteger value = integer(from, operands[i]);
      double expected = new ExactRounding(format, mode).scaled(value, 0);
      assertEquals(format.bits(expected), results[i], words + " of " + value);
    }
  }

  static Stream<List<String>> floatsToIntegers() {
    return MODES.keySet().stream()
        .sorted()
        .flatMap(
            mode ->
                Stream.of("u16", "s16", "u32", "s32", "u64", "s64")
                    .flatMap(to -> Stream.of("f32", "f64").map(from -> List.of(mode, to, from))));
  }

  /** What is too large saturates; NaN is 0, or the highest bit where 64 bits are involved. */
  @ParameterizedTest
  @MethodSource("floatsToIntegers")
  void floatsRoundToIntegers(List<String> words) {
    String to = words.get(1);
    String from = words.get(2);
    Format format = format(from);
    long[] operands = Operands.floats(format, 1, CASES, words.hashCode());
    long[] results = run("cvt." + words.get(0) + "." + to + "." + from, to, from, operands);
    for (int i = 0; i < CASES; i++) {
      double value = format.value(operands[i]);
      BigInteger expected = saturated(value, MODES.get(words.get(0)), to, from);
      assertEquals(expected, integer(to, results[i]), words + " of " + value);
    }
  }

  private static BigInteger saturated(double value, RoundingMode mode, String to, String from) {
    int bits = Integer.parseInt(to.substring(1));
    BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
    boolean signed = to.startsWith("s");
    BigInteger least = signed ? half.negate() : BigInteger.ZERO;
    BigInteger greatest =
        signed ? half.subtract(BigInteger.ONE) : half.add(half).subtract(BigInteger.ONE);
    if (Double.isNaN(value)) {
      boolean wide = bits == 64 || from.equals("f64");
      return wide ? (signed ? least : half) : BigInteger.ZERO;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? greatest : least;
    }
    return new BigDecimal(value).setScale(0, mode).toBigInteger().max(least).min(greatest);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void doublesRoundToFloats(String mode) {
    long[] operands = Operands.floats(Format.DOUBLE, 1, CASES, mode.hashCode());
    long[] results = run("cvt." + mode + ".f32.f64", "f32", "f64", operands);
    for (int i = 0; i < CASES; i++) {
      double value = Format.DOUBLE.value(operands[i]);
      float found = Float.intBitsToFloat((int) results[i]);
      if (!Double.isFinite(value) || value == 0) {
        assertEquals((float) value, found);
        continue;
      }
      BigDecimal exact = new BigDecimal(value);
      double rounded =
          new ExactRounding(Format.FLOAT, mode)
              .ratio(exact.unscaledValue(), BigInteger.TEN.pow(Math.max(0, exact.scale())));
      double expected = rounded == 0 ? Math.copySign(0.0, value) : rounded;
      assertEquals(Format.FLOAT.bits(expected), results[i], mode + " of " + value);
    }
  }

  static Stream<String> modes() {
    return Stream.of("rn", "rz", "rm", "rp");
  }

  @Test
  void floatsWidenExactly() {
    long[] operands = Operands.floats(Format.FLOAT, 1, CASES, 7);
    long[] results = run("cvt.f64.f32", "f64", "f32", operands);
    for (int i = 0; i < CASES; i++) {
      assertEquals(Format.FLOAT.value(operands[i]), Format.DOUBLE.value(results[i]));
    }
  }

  static Stream<List<String>> integersToIntegers() {
    List<String> types = List.of("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64");
    return types.stream()
        .flatMap(to -> types.stream().map(from -> List.of(to, from)))
        .flatMap(pair -> Stream.of("", ".sat").map(end -> List.of(end, pair.get(0), pair.get(1))));
  }

  @ParameterizedTest
  @MethodSource("integersToIntegers")
  void integersAreCutOrSaturate(List<String> words) {
    String to = words.get(1);
    String from = words.get(2);
    long[] operands = Operands.integers(1, 192, words.hashCode());
    long[] results = run("cvt" + words.get(0) + "." + to + "." + from, to, from, operands);
    for (int i = 0; i < operands.length; i++) {
      BigInteger value = integer(from, operands[i]);
      BigInteger expected =
          words.get(0).isEmpty() ? integer(to, value.longValue()) : clamped(value, to);
      assertEquals(expected, integer(to, results[i]), words + " of " + value);
    }
  }

  private static BigInteger clamped(BigInteger value, String type) {
    int bits = Integer.parseInt(type.substring(1));
    BigInteger top = BigInteger.ONE.shiftLeft(type.startsWith("s") ? bits - 1 : bits);
    BigInteger least = type.startsWith("s") ? top.negate() : BigInteger.ZERO;
    return value.max(least).min(top.subtract(BigInteger.ONE));
  }

  /** The low bits as a number of the type. */
  private static BigInteger integer(String type, long bits) {
    int count = Integer.parseInt(type.substring(1));
    BigInteger low = BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(count));
    boolean negative = type.startsWith("s") && low.testBit(count - 1);
    return negative ? low.subtract(BigInteger.ONE.shiftLeft(count)) : low;
  }

  private static Format format(String type) {
    return type.equals("f32") ? Format.FLOAT : Format.DOUBLE;
  }

  private static long[] run(String opcode, String to, String from, long[] operands) {
    return new OpcodeRun(opcode, to, List.of(from)).results(operands);
  }
}
