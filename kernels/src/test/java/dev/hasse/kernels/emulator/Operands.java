package dev.hasse.kernels.emulator;

import java.util.List;
import java.util.Random;

/** Operands that arithmetic goes wrong on, and random ones. */
final class Operands {
  private static final List<Double> AWKWARD =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.0,
          1.5,
          2.0,
          3.0,
          -7.0,
          0.1,
          1e-3,
          16777216.0,
          16777217.0,
          0x1p52,
          0x1.fffffep0,
          0x1.fffffffffffffp0,
          0x1p-126,
          0x1p-149,
          -0x1p-149,
          0x1.8p-148,
          0x1p-1022,
          0x1p-1074,
          -0x1p-1074,
          0x1.fffffep127,
          -0x1.fffffep127,
          0x1.ffffffp127,
          Double.MAX_VALUE,
          1e300,
          1e-300,
          2147483647.0,
          2147483648.0,
          -2147483649.0,
          0x1p63,
          0x1p64,
          0.5,
          -0.5,
          2.5,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.NaN);

  private Operands() {}

  /** Bits of floats: awkward ones among themselves, then random ones of close and far exponents. */
  static long[] floats(ExactRounding.Format format, int arity, int count, long seed) {
    Random random = new Random(seed);
    long[] bits = new long[arity * count];
    for (int i = 0; i < bits.length; i++) {
      int kind = i / arity % 4;
      if (kind == 0) {
        bits[i] = format.bits(AWKWARD.get(random.nextInt(AWKWARD.size())));
      } else if (kind == 1) {
        bits[i] =
            format == ExactRounding.Format.FLOAT
                ? random.nextInt() & 0xffffffffL
                : random.nextLong();
      } else {
        int scale = kind == 2 ? 4 : 60;
        double value = Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(scale) - scale / 2);
        bits[i] = format.bits(value);
      }
    }
    return bits;
  }

  /** Bits of integers of 64 bits: small ones, ones near powers of two, and any. */
  static long[] integers(int arity, int count, long seed) {
    Random random = new Random(seed);
    long[] bits = new long[arity * count];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          switch (random.nextInt(3)) {
            case 0 -> random.nextInt(80) - 40;
            case 1 -> (1L << random.nextInt(64)) + random.nextInt(3) - 1;
            default -> random.nextLong();
          };
    }
    return bits;
  }
}
