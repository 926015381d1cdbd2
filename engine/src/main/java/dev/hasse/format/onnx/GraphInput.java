package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * The one input of a graph that is not an initialiser.
 *
 * @param shape with the batch dimension, 1 where the file leaves it open
 */
record GraphInput(String name, Shape shape) {

  static GraphInput of(GraphProto graph, Set<String> initialisers) throws ModelException {
    List<ValueInfoProto> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!initialisers.contains(input.getName())) {
        inputs.add(input);
      }
    }
    if (inputs.size() != 1) {
      throw new ModelException("the graph has %d inputs, expected 1".formatted(inputs.size()));
    }
    ValueInfoProto input = inputs.get(0);
    try {
      return new GraphInput(input.getName(), shape(input.getType()));
    } catch (ModelException e) {
      throw new ModelException("input '" + input.getName() + "': " + e.getMessage());
    }
  }

  private static Shape shape(TypeProto type) throws ModelException {
    if (!type.hasTensorType() || !type.getTensorType().hasShape()) {
      throw new ModelException("not a tensor with a shape");
    }
    int element = type.getTensorType().getElemType();
    if (element != DataType.FLOAT_VALUE && element != DataType.DOUBLE_VALUE) {
      throw new ModelException("element type " + element + ", expected float or double");
    }
    List<Long> dimensions = new ArrayList<>();
    for (Dimension dimension : type.getTensorType().getShape().getDimList()) {
      // Exporters write an open dimension as a name, as 0, as -1, or not at all.
      boolean open = !dimension.hasDimValue() || dimension.getDimValue() <= 0;
      if (open && !dimensions.isEmpty()) {
        throw new ModelException(
            "dimension %d is open; only the first, the batch, may be".formatted(dimensions.size()));
      }
      dimensions.add(open ? 1 : dimension.getDimValue());
    }
    return Shape.checked(dimensions);
  }
}
