package dev.hasse.format.onnx;

import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;

/** Constants written as nodes, and operations that do nothing after training. */
final class ConstantRules {
  /** The forms of a constant that we read. */
  static final List<String> FORMS =
      List.of("value", "value_float", "value_floats", "value_int", "value_ints");

  private ConstantRules() {}

  static Value constant(OperationNode node, GraphBuilder graph) throws ModelException {
    if (node.attributes().size() != 1) {
      throw new ModelException(
          "a constant with %d values, expected 1".formatted(node.attributes().size()));
    }
    return TensorReader.read(tensor(node.attributes().get(0)));
  }

  /** Passes its input on, provided it is not in training mode. */
  static Value dropout(OperationNode node, GraphBuilder graph) throws ModelException {
    if (node.has(2)) {
      List<Long> training = node.constant(2).integers();
      if (!training.equals(List.of(0L))) {
        throw new ModelException("Dropout in training mode is not supported");
      }
    }
    return node.input(0);
  }

  private static TensorProto tensor(AttributeProto attribute) throws ModelException {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(attribute.getName());
    switch (attribute.getName()) {
      case "value" -> {
        if (!attribute.hasT()) {
          throw new ModelException("a constant whose value is no tensor");
        }
        return attribute.getT();
      }
      case "value_float" -> tensor.setDataType(DataType.FLOAT_VALUE).addFloatData(attribute.getF());
      case "value_floats" ->
          tensor
              .setDataType(DataType.FLOAT_VALUE)
              .addAllFloatData(attribute.getFloatsList())
              .addDims(attribute.getFloatsCount());
      case "value_int" -> tensor.setDataType(DataType.INT64_VALUE).addInt64Data(attribute.getI());
      default ->
          tensor
              .setDataType(DataType.INT64_VALUE)
              .addAllInt64Data(attribute.getIntsList())
              .addDims(attribute.getIntsCount());
    }
    return tensor.build();
  }
}
