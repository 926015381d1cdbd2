package dev.hasse.judge;

import java.math.BigInteger;

/** Philox4x32-10 once more, from the paper's definition and with arithmetic that cannot wrap. */
public final class PhiloxOracle {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);
  private static final BigInteger[] MULTIPLIERS = {
    BigInteger.valueOf(0xD2511F53L), BigInteger.valueOf(0xCD9E8D57L)
  };
  private static final BigInteger[] WEYL = {
    BigInteger.valueOf(0x9E3779B9L), BigInteger.valueOf(0xBB67AE85L)
  };

  private PhiloxOracle() {}

  /** The four output words for a counter of four words and a key of two, all unsigned. */
  public static long[] block(long[] counter, long[] key) {
    BigInteger[] left = {BigInteger.valueOf(counter[0]), BigInteger.valueOf(counter[2])};
    BigInteger[] right = {BigInteger.valueOf(counter[1]), BigInteger.valueOf(counter[3])};
    for (int round = 0; round < 10; round++) {
      BigInteger[] high = new BigInteger[2];
      BigInteger[] low = new BigInteger[2];
      for (int half = 0; half < 2; half++) {
        BigInteger[] split = left[half].multiply(MULTIPLIERS[half]).divideAndRemainder(WORD);
        high[half] = split[0];
        low[half] = split[1];
      }
      for (int half = 0; half < 2; half++) {
        BigInteger roundKey =
            WEYL[half]
                .multiply(BigInteger.valueOf(round))
                .add(BigInteger.valueOf(key[half]))
                .mod(WORD);
        left[half] = high[1 - half].xor(right[half]).xor(roundKey);
        right[half] = low[1 - half];
      }
    }
    return new long[] {
      left[0].longValue(), right[0].longValue(), left[1].longValue(), right[1].longValue()
    };
  }

  /** Coordinate {@code i} of a point: word {@code i mod 4} at counter (i / 4, point, box, 0). */
  public static double uniform(long seed, int coordinate, int point, int box) {
    long[] key = {seed & 0xFFFFFFFFL, seed >>> 32};
    long word = block(new long[] {coordinate / 4, point, box, 0}, key)[coordinate % 4];
    return (word >> 8) / (double) (1 << 24);
  }
}
