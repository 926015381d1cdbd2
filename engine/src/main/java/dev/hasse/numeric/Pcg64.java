package dev.hasse.numeric;

/**
 * The stream of {@code numpy.random.default_rng(seed)}: the generator PCG XSL RR 128/64 (O'Neill:
 * PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms, 2014), seeded as
 * NumPy's {@code SeedSequence} does it. Published experiments that name a seed of NumPy can be
 * repeated with it; everything else draws from {@link Philox}.
 */
public final class Pcg64 {
  private static final long MULTIPLIER_HIGH = 2549297995355413924L;
  private static final long MULTIPLIER_LOW = 4865540595714422341L;

  private long high;
  private long low;
  private final long incrementHigh;
  private final long incrementLow;

  /**
   * @param seed 0 to 2^32 - 1
   */
  public Pcg64(long seed) {
    long[] words = SeedSequence.of(seed);
    incrementHigh = words[2] << 1 | words[3] >>> 63;
    incrementLow = words[3] << 1 | 1;
    step();
    add(words[0], words[1]);
    step();
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    step();
    long word = Long.rotateRight(high ^ low, (int) (high >>> 58));
    return (word >>> 11) * 0x1p-53;
  }

  private void step() {
    long product = low * MULTIPLIER_LOW;
    high = unsignedMultiplyHigh(low) + low * MULTIPLIER_HIGH + high * MULTIPLIER_LOW;
    low = product;
    add(incrementHigh, incrementLow);
  }

  private void add(long summandHigh, long summandLow) {
    low += summandLow;
    high += summandHigh + (Long.compareUnsigned(low, summandLow) < 0 ? 1 : 0);
  }

  /** The high word of an unsigned product with the multiplier's low word, which is positive. */
  private static long unsignedMultiplyHigh(long factor) {
    return Math.multiplyHigh(factor, MULTIPLIER_LOW) + ((factor >> 63) & MULTIPLIER_LOW);
  }

  /** The hash that spreads a seed over 256 bits. */
  private static final class SeedSequence {
    private static final int POOL = 4;
    private static final int INIT_A = 0x43b0d7e5;
    private static final int MULTIPLIER_A = 0x931e8875;
    private static final int INIT_B = 0x8b51f9dd;
    private static final int MULTIPLIER_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private int constant = INIT_A;

    /** Four words of state. */
    static long[] of(long seed) {
      if (seed < 0 || seed > 0xFFFFFFFFL) {
        throw new IllegalArgumentException("seed " + seed + ", expected 0 to 4294967295");
      }
      int[] pool = new SeedSequence().pool((int) seed);
      long[] words = new long[4];
      int constant = INIT_B;
      for (int i = 0; i < 8; i++) {
        int value = pool[i % POOL] ^ constant;
        constant *= MULTIPLIER_B;
        value = folded(value * constant);
        words[i / 2] |= (value & 0xFFFFFFFFL) << (32 * (i % 2));
      }
      return words;
    }

    private int[] pool(int seed) {
      int[] pool = new int[POOL];
      for (int i = 0; i < POOL; i++) {
        pool[i] = hash(i == 0 ? seed : 0);
      }
      for (int source = 0; source < POOL; source++) {
        for (int target = 0; target < POOL; target++) {
          if (source != target) {
            pool[target] = folded(MIX_LEFT * pool[target] - MIX_RIGHT * hash(pool[source]));
          }
        }
      }
      return pool;
    }

    private int hash(int word) {
      int value = word ^ constant;
      constant *= MULTIPLIER_A;
      return folded(value * constant);
    }

    private static int folded(int value) {
      return value ^ value >>> 16;
    }
  }
}
