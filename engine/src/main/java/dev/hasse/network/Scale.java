package dev.hasse.network;

/** A diagonal affine map: {@code y_i = scale_i x_i + shift_i}. */
public final class Scale implements Affine {
  private final double[] scale;
  private final double[] shift;
  private final double relativeError;

  /**
   * Copies the arrays.
   *
   * @param scale finite, one a neuron
   * @param shift finite, one a neuron
   * @param relativeError see {@link Affine#relativeError()}
   */
  public Scale(double[] scale, double[] shift, double relativeError) {
    if (scale.length != shift.length) {
      throw new IllegalArgumentException(scale.length + " scales with " + shift.length + " shifts");
    }
    this.scale = Finite.copyOf("scale", scale);
    this.shift = Finite.copyOf("shift", shift);
    this.relativeError = Finite.relativeError(relativeError);
  }

  public double scale(int neuron) {
    return scale[neuron];
  }

  public double shift(int neuron) {
    return shift[neuron];
  }

  @Override
  public void forEachTerm(int output, Terms terms) {
    terms.term(output, scale[output]);
  }

  @Override
  public double bias(int output) {
    return shift[output];
  }

  @Override
  public int inputs() {
    return scale.length;
  }

  @Override
  public int outputs() {
    return scale.length;
  }

  @Override
  public double relativeError() {
    return relativeError;
  }

  @Override
  public <R> R acceptForm(AffineVisitor<R> visitor) {
    return visitor.scale(this);
  }

  @Override
  public String label() {
    return "Scale";
  }
}
