package dev.hasse.network;

/**
 * One analysis of one operation.
 *
 * @param <R> what the analysis returns
 */
public interface OpVisitor<R> {
  R input(Input input);

  R affine(Affine affine);

  R activation(Activation activation);

  R add(Add add);

  R select(Select select);
}
