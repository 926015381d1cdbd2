package dev.hasse.network;

/**
 * An affine map {@code x -> W x + b} of flat activations. Its form, dense or sparse in some
 * structured way, is the backends' concern; what all analyses need is here.
 */
public sealed interface Affine extends Op permits Dense, Scale, Convolution {
  /** Takes the weights of one output, one by one. */
  interface Terms {
    /** One weight; an input comes up at most once for an output. */
    void term(int input, double weight);
  }

  int inputs();

  int outputs();

  /** Hands over the weights of an output, in the order of its inputs; zeros may be left out. */
  void forEachTerm(int output, Terms terms);

  double bias(int output);

  /**
   * By how much the true weights and biases may differ from the stored doubles, relative to each;
   * usually 0. It is positive where reading a file had to compute (a division by a constant that is
   * no power of two), and every backend adds it to its rounding error.
   */
  double relativeError();

  /** Calls the visitor's method for this form of affine map. */
  <R> R acceptForm(AffineVisitor<R> visitor);

  @Override
  default <R> R accept(OpVisitor<R> visitor) {
    return visitor.affine(this);
  }
}
