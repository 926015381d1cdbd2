package dev.hasse.format.onnx;

import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;

/** A node's attributes as the judge {@link PlainOnnx} reads them. */
record PlainAttributes(NodeProto node) {
  private AttributeProto find(String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findAny()
        .orElse(null);
  }

  boolean has(String name) {
    return find(name) != null;
  }

  int[] integers(String name) {
    return has(name)
        ? find(name).getIntsList().stream().mapToInt(v -> (int) Math.min(v, 1 << 30)).toArray()
        : null;
  }

  long integer(String name, long byDefault) {
    return has(name) ? find(name).getI() : byDefault;
  }

  double real(String name, double byDefault) {
    return has(name) ? find(name).getF() : byDefault;
  }

  String text(String name, String byDefault) {
    return has(name) ? find(name).getS().toStringUtf8() : byDefault;
  }
}
