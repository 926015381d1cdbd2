package dev.hasse.kernels.opencl;

import java.util.Map;
import java.util.TreeMap;

/** Which stretches of an array are free. The first that is long enough is taken. */
final class FreeSpace {
  /** Stretches begin at multiples of this many floats. */
  static final int ALIGNMENT = 16;

  private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

  static int aligned(int length) {
    return Math.addExact(Math.max(1, length), ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Takes so many floats; where they begin, or -1. */
  int take(int length) {
    int wanted = aligned(length);
    int at = firstOf(wanted);
    if (at >= 0) {
      int found = lengths.remove(at);
      if (found > wanted) {
        lengths.put(at + wanted, found - wanted);
      }
    }
    return at;
  }

  private int firstOf(int wanted) {
    for (Map.Entry<Integer, Integer> stretch : lengths.entrySet()) {
      if (stretch.getValue() >= wanted) {
        return stretch.getKey();
      }
    }
    return -1;
  }

  /** Makes a stretch free, and one with its free neighbours. */
  void giveBack(int at, int length) {
    int from = at;
    int to = at + aligned(length);
    Map.Entry<Integer, Integer> before = lengths.lowerEntry(at);
    if (before != null && before.getKey() + before.getValue() == at) {
      from = before.getKey();
      lengths.remove(from);
    }
    Integer after = lengths.remove(to);
    if (after != null) {
      to += after;
    }
    lengths.put(from, to - from);
  }

  /** How many floats are free. */
  int total() {
    return lengths.values().stream().mapToInt(Integer::intValue).sum();
  }
}
