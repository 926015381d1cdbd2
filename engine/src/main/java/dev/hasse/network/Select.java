package dev.hasse.network;

/**
 * An index map: output {@code i} is input {@code source(i)}, each input used at most once, so that
 * rows pass it without rounding. Transposes are of this kind; a reshape needs no operation at all,
 * since activations are flat.
 */
public final class Select implements Op {
  private final int[] source;
  private final int inputs;

  /**
   * Copies the array.
   *
   * @param inputs number of neurons that are selected from
   * @param source for each output the input it copies; no input twice
   */
  public Select(int inputs, int[] source) {
    boolean[] used = new boolean[inputs];
    for (int index : source) {
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

  public int source(int output) {
    return source[output];
  }

  @Override
  public <R> R accept(OpVisitor<R> visitor) {
    return visitor.select(this);
  }

  @Override
  public String label() {
    return "Transpose";
  }
}
