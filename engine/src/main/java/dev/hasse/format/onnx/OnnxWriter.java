package dev.hasse.format.onnx;

import dev.hasse.format.WholeFile;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Window;
import dev.hasse.numeric.Outward;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Writes a network as a float32 ONNX file (opset 13) with a dynamic batch dimension: Dense becomes
 * Gemm, Scale becomes Mul and Add, Convolution becomes Conv between two Reshapes, Select becomes
 * Gather. The file denotes the same real function as the network; a weight that is no float32 is
 * refused, never rounded.
 */
public final class OnnxWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final String BATCH = "N";

  private final Network network;
  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();

  private OnnxWriter(Network network) {
    this.network = network;
  }

  /**
   * Writes or replaces the file; it appears whole or not at all.
   *
   * @throws IllegalArgumentException if the network holds what such a file cannot denote exactly: a
   *     Select that yields zeros, a convolution that leaves pixels out, a number that is no
   *     float32, a layer that is not known exactly, or no operation
   * @throws IOException if the file cannot be written
   */
  public static void write(Network network, Path file) throws IOException {
    Onnx.ModelProto model = new OnnxWriter(network).model();
    WholeFile.write(file, model::writeTo);
  }

  private Onnx.ModelProto model() {
    if (network.output().op() instanceof Input) {
      throw new IllegalArgumentException(network.name() + " has no operation to write");
    }
    graph
        .setName(network.name())
        .addInput(signature(network.node(0)))
        .addOutput(signature(network.output()));
    network.nodes().forEach(node -> node.op().accept(new NodeWriter(node)));
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("hasse")
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private Onnx.ValueInfoProto signature(Node node) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam(BATCH);
    shape.addDimBuilder().setDimValue(node.size());
    return Onnx.ValueInfoProto.newBuilder()
        .setName(valueName(node.id()))
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  /** Node names need not be unique, the names of values must. */
  private String valueName(int id) {
    if (id == 0) {
      return "input";
    }
    return id == network.output().id() ? "output" : "value_" + id;
  }

  /** Appends one node of the network to the graph. */
  private final class NodeWriter implements OpVisitor<Void> {
    private final Node node;
    private final String result;

    NodeWriter(Node node) {
      this.node = node;
      this.result = valueName(node.id());
    }

    @Override
    public Void input(Input input) {
      return null;
    }

    @Override
    public Void affine(Affine affine) {
      if (affine.relativeError() != 0) {
        throw new IllegalArgumentException(
            "node '"
                + node.name()
                + "' is known only up to rounding and cannot be written exactly");
      }
      if (affine instanceof Dense dense) {
        writeDense(dense);
      } else if (affine instanceof Scale scale) {
        writeScale(scale);
      } else if (affine instanceof Convolution convolution) {
        writeConvolution(convolution);
      }
      return null;
    }

    private void writeDense(Dense dense) {
      int inputs = dense.inputs();
      String weights =
          tensor(
              "weight", i -> dense.weights().at(i / inputs, i % inputs), dense.outputs(), inputs);
      String bias = tensor("bias", dense::bias, dense.outputs());
      append("Gemm", node.name(), result, valueName(node.input()), weights, bias)
          .addAttribute(
              Onnx.AttributeProto.newBuilder()
                  .setName("transB")
                  .setType(Onnx.AttributeProto.AttributeType.INT)
                  .setI(1));
    }

    private void writeScale(Scale scale) {
      String factors = tensor("scale", scale::scale, scale.outputs());
      String shifts = tensor("shift", scale::shift, scale.outputs());
      String product = "product_" + node.id();
      append("Mul", node.name() + "_mul", product, valueName(node.input()), factors);
      append("Add", node.name() + "_add", result, product, shifts);
    }

    private void writeConvolution(Convolution convolution) {
      Window rows = convolution.rows();
      Window columns = convolution.columns();
      String image = "image_" + node.id();
      String convolved = "convolved_" + node.id();
      String imageShape =
          integers("image_shape", -1, convolution.inputChannels(), rows.input(), columns.input());
      String flatShape = integers("flat_shape", -1, convolution.outputs());
      double[] kernel = convolution.weights();
      String weights =
          tensor(
              "weight",
              i -> kernel[i],
              convolution.outputChannels(),
              convolution.inputChannels() / convolution.groups(),
              rows.kernel(),
              columns.kernel());
      String bias = tensor("bias", convolution::channelBias, convolution.outputChannels());
      append("Reshape", node.name() + "_image", image, valueName(node.input()), imageShape);
      append("Conv", node.name(), convolved, image, weights, bias)
          .addAttribute(list("dilations", rows.dilation(), columns.dilation()))
          .addAttribute(
              Onnx.AttributeProto.newBuilder()
                  .setName("group")
                  .setType(Onnx.AttributeProto.AttributeType.INT)
                  .setI(convolution.groups()))
          .addAttribute(
              list("pads", rows.padding(), columns.padding(), after(rows), after(columns)))
          .addAttribute(list("strides", rows.stride(), columns.stride()));
      append("Reshape", node.name() + "_flat", result, convolved, flatShape);
    }

    /** Zeros behind the last pixel with which ONNX counts as many windows. */
    private long after(Window window) {
      long extent = (window.kernel() - 1L) * window.dilation() + 1;
      long end = (window.output() - 1L) * window.stride() + extent;
      long after = end - window.input() - window.padding();
      if (after <= -window.stride()) {
        throw refused("Conv that leaves out pixels at the end");
      }
      return Math.max(0, after);
    }

    @Override
    public Void activation(Activation activation) {
      append(activation.label(), node.name(), result, valueName(node.input()));
      return null;
    }

    @Override
    public Void add(Add add) {
      String left = valueName(node.inputs().get(0));
      String right = valueName(node.inputs().get(1));
      append("Add", node.name(), result, left, right);
      return null;
    }

    @Override
    public Void select(Select select) {
      if (!select.isTotal()) {
        throw refused("Select that yields zeros");
      }
      long[] indices = new long[select.outputs()];
      Arrays.setAll(indices, select::source);
      append("Gather", node.name(), result, valueName(node.input()), integers("index", indices))
          .addAttribute(
              Onnx.AttributeProto.newBuilder()
                  .setName("axis")
                  .setType(Onnx.AttributeProto.AttributeType.INT)
                  .setI(1));
      return null;
    }

    private IllegalArgumentException refused(String operation) {
      return new IllegalArgumentException(
          "node '"
              + node.name()
              + "' is a "
              + operation
              + ", which the ONNX writer does not write");
    }

    private Onnx.NodeProto.Builder append(
        String type, String name, String output, String... inputs) {
      Onnx.NodeProto.Builder appended = graph.addNodeBuilder();
      appended.setOpType(type).setName(name).addOutput(output);
      for (String input : inputs) {
        appended.addInput(input);
      }
      return appended;
    }

    private static Onnx.AttributeProto list(String name, long... values) {
      return Onnx.AttributeProto.newBuilder()
          .setName(name)
          .setType(Onnx.AttributeProto.AttributeType.INTS)
          .addAllInts(Arrays.stream(values).boxed().toList())
          .build();
    }

    /** Adds a vector of integers as an initializer and returns its name. */
    private String integers(String what, long... values) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      Arrays.stream(values).forEach(bytes::putLong);
      String name = what + "_" + node.id();
      graph
          .addInitializerBuilder()
          .setName(name)
          .setDataType(Onnx.TensorProto.DataType.INT64_VALUE)
          .setRawData(ByteString.copyFrom(bytes.flip()))
          .addDims(values.length);
      return name;
    }

    /** Adds an initializer of row-major values and returns its name. */
    private String tensor(String what, IntToDoubleFunction values, int... shape) {
      int count = 1;
      for (int dimension : shape) {
        count = Math.multiplyExact(count, dimension);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        bytes.putFloat(exactFloat(what, values.applyAsDouble(i)));
      }
      Onnx.TensorProto.Builder tensor = graph.addInitializerBuilder();
      String name = what + "_" + node.id();
      tensor
          .setName(name)
          .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
          .setRawData(ByteString.copyFrom(bytes.flip()));
      for (int dimension : shape) {
        tensor.addDims(dimension);
      }
      return name;
    }

    private float exactFloat(String what, double value) {
      float single = Outward.floatNearest(value);
      if (single != value) {
        throw new IllegalArgumentException(
            "node '" + node.name() + "': " + what + " " + value + " is no float32 number");
      }
      return single;
    }
  }
}
