package dev.hasse.format.onnx;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** Reads a graph node by node; its names become values, its errors name the node. */
final class GraphReader {
  private final InputFile file;
  private final GraphProto graph;
  private final Map<String, TensorProto> initialisers = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> computed = new HashSet<>();
  private final Map<String, Integer> readers = new HashMap<>();

  GraphReader(InputFile file, GraphProto graph) {
    this.file = file;
    this.graph = graph;
  }

  Network network() throws InputFileException {
    try {
      collectNames();
      GraphInput input = GraphInput.of(graph, initialisers.keySet());
      GraphBuilder builder = GraphBuilder.of(file.name(), input.shape());
      values.put(input.name(), new Signal(0, input.shape()));
      for (int i = 0; i < graph.getNodeCount(); i++) {
        read(i, builder);
      }
      return builder.build(output());
    } catch (ModelException e) {
      throw file.error("", e.getMessage());
    }
  }

  /** Registers every name that an initialiser or a node defines; none may be defined twice. */
  private void collectNames() throws ModelException {
    if (graph.getSparseInitializerCount() > 0) {
      throw new ModelException("sparse initialisers are not supported");
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initialisers.put(tensor.getName(), tensor) != null) {
        throw new ModelException("two initialisers are named '" + tensor.getName() + "'");
      }
    }
    graph.getOutputList().forEach(output -> readers.merge(output.getName(), 1, Integer::sum));
    for (NodeProto node : graph.getNodeList()) {
      node.getInputList().forEach(input -> readers.merge(input, 1, Integer::sum));
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && (!computed.add(output) || initialisers.containsKey(output))) {
          throw new ModelException("the name '" + output + "' is defined twice");
        }
      }
    }
  }

  private void read(int index, GraphBuilder builder) throws InputFileException {
    NodeProto node = graph.getNode(index);
    try {
      if (!node.getDomain().isEmpty() && !node.getDomain().equals("ai.onnx")) {
        throw new ModelException(
            "operation %s of domain %s is not supported"
                .formatted(node.getOpType(), node.getDomain()));
      }
      Operations.Operation operation = Operations.named(node.getOpType());
      if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
        throw new ModelException(node.getOpType() + " has no output");
      }
      OperationNode operationNode = new OperationNode(node, inputs(node), readers);
      operationNode.require(operation);
      List<Value> results = operation.rule().results(operationNode, builder);
      for (int i = 0; i < Math.min(results.size(), node.getOutputCount()); i++) {
        if (values.put(node.getOutput(i), results.get(i)) != null) {
          throw new ModelException("the name '" + node.getOutput(i) + "' is defined twice");
        }
      }
    } catch (ModelException e) {
      throw file.error(place(node, index), e.getMessage());
    }
  }

  private List<Optional<Value>> inputs(NodeProto node) throws ModelException {
    List<Optional<Value>> inputs = new ArrayList<>();
    for (String name : node.getInputList()) {
      inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(value(name)));
    }
    return inputs;
  }

  /** What a name stands for; initialisers are decoded when first used. */
  private Value value(String name) throws ModelException {
    Value value = values.get(name);
    if (value != null) {
      return value;
    }
    TensorProto tensor = initialisers.get(name);
    if (tensor == null) {
      throw new ModelException(
          computed.contains(name)
              ? "'" + name + "' is read before it is computed: nodes out of order, or a cycle"
              : "'" + name + "' is defined nowhere");
    }
    ConstantTensor constant = TensorReader.read(tensor);
    values.put(name, constant);
    return constant;
  }

  private Signal output() throws ModelException {
    if (graph.getOutputCount() != 1) {
      throw new ModelException(
          "the graph has %d outputs, expected 1".formatted(graph.getOutputCount()));
    }
    String name = graph.getOutput(0).getName();
    if (value(name) instanceof Signal signal) {
      return signal;
    }
    throw new ModelException("the output '" + name + "' is a constant");
  }

  private static String place(NodeProto node, int index) {
    if (!node.getName().isEmpty()) {
      return "node '" + node.getName() + "'";
    }
    return node.getOutputCount() > 0
        ? "node " + index + " (computes '" + node.getOutput(0) + "')"
        : "node " + index;
  }
}
