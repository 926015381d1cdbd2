package dev.hasse.kernels.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Opcodes on integers and bits, against Java's own. */
@Emulated
class IntegerEmulatedTest {
  /** An opcode, its types (destination first) and what it computes of the operands' bits. */
  record Case(String opcode, List<String> types, Meaning meaning) {
    @Override
    public String toString() {
      return opcode;
    }
  }

  /** Of operands that are sign- or zero-extended as their types say. */
  interface Meaning {
    long of(long[] x);
  }

  static Stream<Case> cases() {
    return Stream.of(arithmetic(), wide(), bits(), fields()).flatMap(stream -> stream);
  }

  private static Stream<Case> arithmetic() {
    return Stream.of("u16", "s16", "u32", "s32", "u64", "s64")
        .flatMap(
            type ->
                Stream.of(
                    two("add." + type, type, x -> x[0] + x[1]),
                    two("sub." + type, type, x -> x[0] - x[1]),
                    two("mul.lo." + type, type, x -> x[0] * x[1]),
                    two("mul.hi." + type, type, x -> high(type, x)),
                    new Case(
                        "mad.lo." + type, List.of(type, type, type, type), x -> x[0] * x[1] + x[2]),
                    two(
                        "min." + type,
                        type,
                        x -> number(type, x[0]).min(number(type, x[1])).longValue()),
                    two(
                        "max." + type,
                        type,
                        x -> number(type, x[0]).max(number(type, x[1])).longValue())));
  }

  private static Stream<Case> wide() {
    return Stream.of(
        new Case("mul.wide.u16", List.of("u32", "u16", "u16"), x -> x[0] * x[1]),
        new Case("mul.wide.s16", List.of("s32", "s16", "s16"), x -> x[0] * x[1]),
        new Case("mul.wide.u32", List.of("u64", "u32", "u32"), x -> x[0] * x[1]),
        new Case("mul.wide.s32", List.of("s64", "s32", "s32"), x -> x[0] * x[1]),
        new Case("mad.wide.s32", List.of("s64", "s32", "s32", "s64"), x -> x[0] * x[1] + x[2]),
        new Case("neg.s32", List.of("s32", "s32"), x -> -x[0]),
        new Case("abs.s64", List.of("s64", "s64"), x -> Math.abs(x[0])),
        two("and.b32", "b32", x -> x[0] & x[1]),
        two("or.b64", "b64", x -> x[0] | x[1]),
        two("xor.b16", "b16", x -> x[0] ^ x[1]),
        new Case("not.b32", List.of("b32", "b32"), x -> ~x[0]));
  }

  private static Stream<Case> bits() {
    return Stream.of(
        new Case("shl.b32", List.of("b32", "b32", "u32"), x -> x[1] > 31 ? 0 : x[0] << x[1]),
        new Case("shl.b64", List.of("b64", "b64", "u32"), x -> x[1] > 63 ? 0 : x[0] << x[1]),
        new Case("shr.u32", List.of("u32", "u32", "u32"), x -> x[1] > 31 ? 0 : x[0] >> x[1]),
        new Case("shr.s32", List.of("s32", "s32", "u32"), x -> x[0] >> Math.min(x[1], 63)),
        new Case("shr.u64", List.of("u64", "u64", "u32"), x -> x[1] > 63 ? 0 : x[0] >>> x[1]),
        new Case("shr.s64", List.of("s64", "s64", "u32"), x -> x[0] >> Math.min(x[1], 63)),
        new Case("popc.b32", List.of("u32", "b32"), x -> Long.bitCount(x[0])),
        new Case("popc.b64", List.of("u32", "b64"), x -> Long.bitCount(x[0])),
        new Case("clz.b32", List.of("u32", "b32"), x -> Integer.numberOfLeadingZeros((int) x[0])),
        new Case("clz.b64", List.of("u32", "b64"), x -> Long.numberOfLeadingZeros(x[0])),
        new Case("brev.b32", List.of("b32", "b32"), x -> Integer.reverse((int) x[0])),
        new Case("brev.b64", List.of("b64", "b64"), x -> Long.reverse(x[0])),
        new Case("bfind.u32", List.of("u32", "u32"), x -> highest(x[0])),
        new Case("bfind.s32", List.of("u32", "s32"), x -> highest(x[0] < 0 ? ~x[0] : x[0])),
        new Case(
            "shf.l.wrap.b32",
            List.of("b32", "b32", "b32", "u32"),
            x -> (x[1] << 32 | x[0]) << (x[2] & 31) >>> 32),
        new Case(
            "shf.r.clamp.b32",
            List.of("b32", "b32", "b32", "u32"),
            x -> (x[1] << 32 | x[0]) >>> Math.min(x[2], 32)));
  }

  private static Stream<Case> fields() {
    return Stream.of(
        new Case("bfe.u32", List.of("u32", "u32", "u32", "u32"), x -> field(x, 32, false)),
        new Case("bfe.s32", List.of("s32", "s32", "u32", "u32"), x -> field(x, 32, true)),
        new Case("bfe.u64", List.of("u64", "u64", "u32", "u32"), x -> field(x, 64, false)),
        new Case("bfe.s64", List.of("s64", "s64", "u32", "u32"), x -> field(x, 64, true)),
        new Case("prmt.b32", List.of("b32", "b32", "b32", "b32"), IntegerEmulatedTest::permuted),
        new Case(
            "bfi.b32",
            List.of("b32", "b32", "b32", "u32", "u32"),
            x -> {
              long length = Math.min(x[3] & 255, 32);
              long place = x[2] & 255;
              long ones = ((1L << length) - 1) << Math.min(place, 40);
              return place > 31 ? x[1] : (x[1] & ~ones) | (x[0] << place & ones);
            }));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesAsJavaDoes(Case tested) {
    List<String> sources = tested.types().subList(1, tested.types().size());
    String result = tested.types().get(0);
    long[] operands = Operands.integers(sources.size(), 960, tested.opcode().hashCode());
    long[] results = new OpcodeRun(tested.opcode(), result, sources).results(operands);
    for (int i = 0; i < results.length; i++) {
      long[] x = new long[sources.size()];
      for (int k = 0; k < x.length; k++) {
        x[k] = number(sources.get(k), operands[i * x.length + k]).longValue();
      }
      assertEquals(
          number(result, tested.meaning().of(x)),
          number(result, results[i]),
          tested + " of " + java.util.Arrays.toString(x));
    }
  }

  private static Case two(String opcode, String type, Meaning meaning) {
    return new Case(opcode, List.of(type, type, type), meaning);
  }

  /** The low bits as a number of the type. */
  private static BigInteger number(String type, long bits) {
    int count = Integer.parseInt(type.substring(1));
    BigInteger low = BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(count));
    boolean negative = type.startsWith("s") && low.testBit(count - 1);
    return negative ? low.subtract(BigInteger.ONE.shiftLeft(count)) : low;
  }

  private static long high(String type, long[] x) {
    int bits = Integer.parseInt(type.substring(1));
    return number(type, x[0]).multiply(number(type, x[1])).shiftRight(bits).longValue();
  }

  private static long highest(long x) {
    return x == 0 ? -1 : 63 - Long.numberOfLeadingZeros(x);
  }

  /** By the pseudocode of the PTX manual. */
  private static long field(long[] x, int bits, boolean signed) {
    int position = (int) x[1] & 255;
    int length = (int) x[2] & 255;
    boolean sign =
        signed && length > 0 && (x[0] >>> Math.min(position + length - 1, bits - 1) & 1) != 0;
    long result = 0;
    for (int i = 0; i < bits; i++) {
      boolean bit = (i < length && position + i < bits) ? (x[0] >>> (position + i) & 1) != 0 : sign;
      result |= bit ? 1L << i : 0;
    }
    return result;
  }

  private static long permuted(long[] x) {
    long pair = x[1] << 32 | x[0];
    long result = 0;
    for (int k = 0; k < 4; k++) {
      long choice = (x[2] >> (4 * k)) & 15;
      long octet = (pair >>> (8 * (choice & 7))) & 255;
      result |= (choice < 8 ? octet : octet > 127 ? 255 : 0) << (8 * k);
    }
    return result;
  }
}
