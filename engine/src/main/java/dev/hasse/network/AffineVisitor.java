package dev.hasse.network;

/**
 * What a backend does with each form of an affine map; a new form breaks its compile.
 *
 * @param <R> what it makes of the map
 */
public interface AffineVisitor<R> {
  R dense(Dense dense);

  R scale(Scale scale);

  R convolution(Convolution convolution);
}
