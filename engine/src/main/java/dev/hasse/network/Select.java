package dev.hasse.network;

/**
 * An index map: output {@code i} is input {@code source(i)}, or zero where that is {@link #ZERO};
 * each input is used at most once, so that rows pass it without rounding. Transposes, slices and
 * zero padding are of this kind, and a concatenation is the sum of two paddings; a reshape needs no
 * operation at all, since activations are flat.
 */
public final class Select implements Op {
  /** The source of an output that is zero. */
  public static final int ZERO = -1;

  private final int[] source;
  private final int inputs;

  /**
   * Copies the array.
   *
   * @param inputs number of neurons that are selected from
   * @param source for each output the input it copies, or {@link #ZERO}; no input twice
   */
  public Select(int inputs, int[] source) {
    boolean[] used = new boolean[inputs];
    for (int index : source) {
      if (index == ZERO) {
        continue;
      }
      if (index < 0 || index >= inputs || used[index]) {
        throw new IllegalArgumentException(
            "index " + index + " of " + inputs + " neurons is out of range or used twice");
      }
      used[index] = true;
    }
    this.inputs = inputs;
    this.source = source.clone();
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return source.length;
  }

  /** The input that an output copies, or {@link #ZERO}. */
  public int source(int output) {
    return source[output];
  }

  /** Whether no output is zero by itself. */
  public boolean isTotal() {
    for (int index : source) {
      if (index == ZERO) {
        return false;
      }
    }
    return true;
  }

  @Override
  public <R> R accept(OpVisitor<R> visitor) {
    return visitor.select(this);
  }

  @Override
  public String label() {
    return isTotal() ? "Transpose" : "Pad";
  }
}
