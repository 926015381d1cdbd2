package dev.hasse.network;

import dev.hasse.domain.Matrix;

/** A dense affine map: {@code y = W x + b}, W of shape {@code outputs x inputs}. */
public final class Dense implements Affine {
  private final Matrix weights;
  private final double[] bias;
  private final double relativeError;

  /**
   * Copies the bias.
   *
   * @param weights {@code outputs x inputs}, finite
   * @param bias {@code outputs} values, finite
   * @param relativeError see {@link Affine#relativeError()}
   */
  public Dense(Matrix weights, double[] bias, double relativeError) {
    if (bias.length != weights.rows()) {
      throw new IllegalArgumentException(
          "weights of "
              + weights.rows()
              + " x "
              + weights.columns()
              + " with "
              + bias.length
              + " biases");
    }
    this.weights = weights;
    this.bias = Finite.copyOf("bias", bias);
    this.relativeError = Finite.relativeError(relativeError);
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < weights.columns(); j++) {
        Finite.require("weight", weights.at(i, j));
      }
    }
  }

  public Dense(Matrix weights, double[] bias) {
    this(weights, bias, 0);
  }

  public Matrix weights() {
    return weights;
  }

  @Override
  public void forEachTerm(int output, Terms terms) {
    for (int j = 0; j < weights.columns(); j++) {
      terms.term(j, weights.at(output, j));
    }
  }

  @Override
  public double bias(int output) {
    return bias[output];
  }

  @Override
  public int inputs() {
    return weights.columns();
  }

  @Override
  public int outputs() {
    return weights.rows();
  }

  @Override
  public double relativeError() {
    return relativeError;
  }

  @Override
  public <R> R acceptForm(AffineVisitor<R> visitor) {
    return visitor.dense(this);
  }

  @Override
  public String label() {
    return "Dense";
  }
}
