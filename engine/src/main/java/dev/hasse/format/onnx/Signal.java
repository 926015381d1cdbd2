package dev.hasse.format.onnx;

/**
 * A value that depends on the network's input.
 *
 * @param node the network's node that computes it, flat and row-major
 * @param shape its logical shape, the batch dimension included as 1
 */
record Signal(int node, Shape shape) implements Value {
  Signal reshaped(Shape other) {
    return new Signal(node, other);
  }
}
