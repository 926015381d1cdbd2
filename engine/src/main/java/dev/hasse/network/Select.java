package dev.hasse.network;

/**
 * An index map: output {@code i} is input {@code source(i)}. Transposes are permutations of this
 * kind; a reshape needs no operation at all, since activations are flat.
 */
public final class Select implements Op {
  private final int[] source;
  private final int inputs;

  /**
   * Copies the array.
   *
   * @param inputs number of neurons that are selected from
   * @param source for each output the input it copies
   */
  public Select(int inputs, int[] source) {
    for (int index : source) {
      if (index < 0 || index >= inputs) {
        throw new IllegalArgumentException("index " + index + " of " + inputs + " neurons");
      }
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
