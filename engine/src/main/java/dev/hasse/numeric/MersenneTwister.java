package dev.hasse.numeric;

/**
 * The stream of {@code numpy.random.seed(seed)} and {@code numpy.random.randint}: MT19937
 * (Matsumoto and Nishimura, ACM Transactions on Modeling and Computer Simulation 8, 1998), with
 * integers below a limit drawn by mask and rejection. For published experiments, as {@link Pcg64}.
 */
public final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int SHIFT = 397;
  private static final int LOWER_BITS = 0x7fffffff;
  private static final int TWIST = 0x9908b0df;

  private final int[] state = new int[WORDS];
  private int next = WORDS;

  /**
   * @param seed 0 to 2^32 - 1
   */
  public MersenneTwister(long seed) {
    if (seed < 0 || seed > 0xFFFFFFFFL) {
      throw new IllegalArgumentException("seed " + seed + ", expected 0 to 4294967295");
    }
    state[0] = (int) seed;
    for (int i = 1; i < WORDS; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** Uniform in {@code from} (included) to {@code to} (excluded). */
  public int integer(int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("no integer from " + from + " to below " + to);
    }
    int largest = to - 1 - from;
    int mask = largest == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(largest);
    int value = mask & (mask == 0 ? 0 : word());
    while (value > largest) {
      value = mask & word();
    }
    return from + value;
  }

  private int word() {
    if (next == WORDS) {
      twist();
      next = 0;
    }
    int word = state[next++];
    word ^= word >>> 11;
    word ^= word << 7 & 0x9d2c5680;
    word ^= word << 15 & 0xefc60000;
    return word ^ word >>> 18;
  }

  private void twist() {
    for (int i = 0; i < WORDS; i++) {
      int joined = (state[i] & ~LOWER_BITS) | (state[(i + 1) % WORDS] & LOWER_BITS);
      state[i] = state[(i + SHIFT) % WORDS] ^ joined >>> 1 ^ ((joined & 1) == 0 ? 0 : TWIST);
    }
  }
}
