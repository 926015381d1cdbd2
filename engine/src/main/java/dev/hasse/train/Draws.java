package dev.hasse.train;

import dev.hasse.numeric.Philox;
import java.util.Random;

/**
 * All that an epoch draws: a function of seed and epoch alone, so that a training that goes on from
 * a checkpoint draws what the whole one would have drawn.
 */
final class Draws {
  private static final int EPOCHS = 1; // which of a seed's streams

  private Draws() {}

  /** The generator of an epoch, counted from 0. */
  static Random of(long seed, int epoch) {
    int[] words = {epoch, 0, 0, EPOCHS};
    Philox.block(words, seed);
    return new Random((long) words[0] << 32 | (words[1] & 0xFFFFFFFFL));
  }

  /** A random order of so many samples (Fisher and Yates). */
  static int[] order(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
