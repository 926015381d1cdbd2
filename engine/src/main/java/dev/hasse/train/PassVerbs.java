package dev.hasse.train;

import dev.hasse.network.Node;

/**
 * What a {@link GraphPass} does at a node, forwards and back, with points or with boxes.
 *
 * @param <T> activations of one node for some samples, or the gradient of a loss by these
 */
interface PassVerbs<T> {
  T affine(Node node, T x);

  T relu(T x);

  T add(T x, T y);

  T select(Node node, T x);

  /** Adds what {@code gradient}, by the output, is by the parameters of the node. */
  void affineParameters(Node node, T x, T gradient);

  T affineBack(Node node, T gradient);

  T reluBack(T x, T gradient);

  T selectBack(Node node, T gradient);

  T zeros(int rows, int width);

  /** Adds {@code other} to {@code target}, which is changed. */
  void addTo(T target, T other);
}
