package dev.hasse.format.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Writes small ONNX models for tests. An input dimension of 0 is written as the open batch. */
final class ModelWriter {
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  ModelWriter input(String name, long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dimension : dimensions) {
      shape.addDim(
          dimension == 0
              ? Dimension.newBuilder().setDimParam("batch")
              : Dimension.newBuilder().setDimValue(dimension));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT_VALUE).setShape(shape).build();
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(tensor)));
    return this;
  }

  ModelWriter output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  ModelWriter tensor(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  ModelWriter floats(String name, List<Long> dimensions, double... values) {
    return tensor(floatTensor(name, dimensions, values));
  }

  ModelWriter doubles(String name, List<Long> dimensions, double... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.DOUBLE_VALUE)
            .addAllDims(dimensions);
    for (double value : values) {
      tensor.addDoubleData(value);
    }
    return tensor(tensor.build());
  }

  ModelWriter integers(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    return tensor(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64_VALUE)
            .addDims(values.length)
            .setRawData(ByteString.copyFrom(raw.flip()))
            .build());
  }

  /** A node named after its operation and output. */
  ModelWriter node(String operation, String output, List<String> inputs, AttributeProto... more) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operation)
            .setName(operation + "_" + output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(more)));
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  Path write(Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, ModelProto.newBuilder().setGraph(graph).build().toByteArray());
    return file;
  }

  static TensorProto floatTensor(String name, List<Long> dimensions, double... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      raw.putFloat((float) value);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.FLOAT_VALUE)
        .addAllDims(dimensions)
        .setRawData(ByteString.copyFrom(raw.flip()))
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(new ArrayList<>(values))
        .build();
  }
}
