package dev.hasse.compute;

/**
 * The boxes {@code from} (included) to {@code to} (excluded) of a chunk: the part that one block of
 * rows covers.
 */
public record BoxRange(int from, int to) {
  public BoxRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("boxes " + from + " to " + to);
    }
  }

  public int count() {
    return to - from;
  }
}
