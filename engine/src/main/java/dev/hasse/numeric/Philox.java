package dev.hasse.numeric;

/**
 * The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers:
 * As Easy as 1, 2, 3, SC 2011): a pure function of key and counter, so every device draws the same
 * stream in any order.
 */
public final class Philox {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * One block of the generator.
   *
   * @param counter four words, low first; replaced by the four random words
   * @param key low word of the key in its low half
   */
  public static void block(int[] counter, long key) {
    int key0 = (int) key;
    int key1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (counter[0] & 0xFFFFFFFFL);
      long product1 = MULTIPLIER_1 * (counter[2] & 0xFFFFFFFFL);
      int word1 = counter[1];
      int word3 = counter[3];
      counter[0] = (int) (product1 >>> 32) ^ word1 ^ key0;
      counter[1] = (int) product1;
      counter[2] = (int) (product0 >>> 32) ^ word3 ^ key1;
      counter[3] = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
  }

  /**
   * Fills a vector with uniform numbers in [0, 1), multiples of 2^-24: coordinate {@code i} is word
   * {@code i % 4} of the block at counter {@code (i / 4, point, box, 0)}.
   *
   * @param target overwritten
   */
  public static void uniforms(long seed, int box, int point, double[] target) {
    int[] words = new int[4];
    for (int i = 0; i < target.length; i++) {
      if (i % 4 == 0) {
        words[0] = i / 4;
        words[1] = point;
        words[2] = box;
        words[3] = 0;
        block(words, seed);
      }
      target[i] = (words[i % 4] >>> 8) * 0x1p-24;
    }
  }
}
