package dev.hasse.format.onnx;

/** What a name in the graph stands for. */
sealed interface Value permits ConstantTensor, Signal {
  Shape shape();
}
