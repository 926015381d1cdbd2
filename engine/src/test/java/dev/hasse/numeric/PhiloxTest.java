package dev.hasse.numeric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.PhiloxOracle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Philox against the authors' known answers, and against a second implementation. */
final class PhiloxTest {
  private static final long ALL_ONES = 0xFFFFFFFFL;

  @Test
  void knownAnswers() {
    check(new long[4], new long[2], 0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L);
    long[] ones = {ALL_ONES, ALL_ONES, ALL_ONES, ALL_ONES};
    check(
        ones, new long[] {ALL_ONES, ALL_ONES}, 0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL);
  }

  private static void check(long[] counter, long[] key, long... expected) {
    assertArrayEquals(expected, PhiloxOracle.block(counter, key));
    int[] words = Arrays.stream(counter).mapToInt(word -> (int) word).toArray();
    Philox.block(words, key[0] | key[1] << 32);
    assertArrayEquals(expected, Arrays.stream(words).mapToLong(w -> w & ALL_ONES).toArray());
  }

  @Test
  void blocksAgreeWithTheOracle() {
    Numbers numbers = new Numbers("philox");
    for (int k = 0; k < 1000; k++) {
      long[] words = new long[6];
      Arrays.setAll(words, i -> (long) (numbers.uniform() * (1L << 32)));
      long[] counter = Arrays.copyOf(words, 4);
      long[] key = Arrays.copyOfRange(words, 4, 6);
      check(counter, key, PhiloxOracle.block(counter, key));
    }
  }

  @Test
  void uniformsFollowTheDocumentedMapping() {
    long seed = 0xFEDCBA9876543210L;
    double[] point = new double[11];
    Philox.uniforms(seed, 70_000, 5, point);
    for (int i = 0; i < point.length; i++) {
      assertEquals(PhiloxOracle.uniform(seed, i, 5, 70_000), point[i], "coordinate " + i);
    }
  }
}
