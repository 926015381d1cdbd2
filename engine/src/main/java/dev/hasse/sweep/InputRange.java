package dev.hasse.sweep;

/**
 * Indices of inputs that follow each other.
 *
 * @param first of them, counted from 0
 * @param last of them, at least {@code first}; {@link #END} for the dataset's last one
 */
public record InputRange(int first, int last) {
  /** Stands for the last input of the dataset, whichever that is. */
  public static final int END = Integer.MAX_VALUE;

  /** All inputs of a dataset. */
  public static final InputRange ALL = new InputRange(0, END);

  public InputRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("inputs " + first + " to " + last);
    }
  }

  /** The same range in a dataset of so many inputs. */
  InputRange within(int count) {
    return last == END ? new InputRange(first, Math.max(first, count - 1)) : this;
  }

  int count() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + "-" + (last == END ? "end" : last);
  }
}
