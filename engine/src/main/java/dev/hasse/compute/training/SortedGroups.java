package dev.hasse.compute.training;

/** Samples sorted by the group whose rows they share; those of a group keep their order. */
public final class SortedGroups {
  private final int[] samples;
  private final int[] starts;

  private SortedGroups(int[] samples, int[] starts) {
    this.samples = samples;
    this.starts = starts;
  }

  /**
   * @param count of groups; some may have no sample
   * @param groups one a sample, from 0 on
   */
  public static SortedGroups of(int count, int[] groups) {
    int[] starts = new int[count + 1];
    for (int group : groups) {
      starts[group + 1]++;
    }
    for (int group = 0; group < count; group++) {
      starts[group + 1] += starts[group];
    }
    int[] samples = new int[groups.length];
    int[] next = starts.clone();
    for (int sample = 0; sample < groups.length; sample++) {
      samples[next[groups[sample]]++] = sample;
    }
    return new SortedGroups(samples, starts);
  }

  /** Number of groups. */
  public int count() {
    return starts.length - 1;
  }

  /** Number of samples in all groups. */
  public int samples() {
    return samples.length;
  }

  /** Number of samples in a group. */
  public int samples(int group) {
    return starts[group + 1] - starts[group];
  }

  /** The sample at a place in the order. */
  public int sample(int place) {
    return samples[place];
  }

  /** The place of a group's first sample; for the number of groups, the number of samples. */
  public int start(int group) {
    return starts[group];
  }
}
