package dev.hasse.format.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;

/** A node of the file with what its inputs stand for, as a {@link Rule} sees it. */
final class OperationNode {
  private final NodeProto node;
  private final List<Optional<Value>> inputs;
  private final Map<String, Integer> readers;

  /**
   * @param inputs in the node's order, empty where an optional input is left out
   * @param readers how often each name of the graph is read
   */
  OperationNode(NodeProto node, List<Optional<Value>> inputs, Map<String, Integer> readers) {
    this.node = node;
    this.inputs = List.copyOf(inputs);
    this.readers = readers;
  }

  /** Checks the number of inputs and the names of the attributes against the table's row. */
  void require(Operations.Operation operation) throws ModelException {
    int count = inputs.size();
    if (count < operation.fewest() || count > operation.most()) {
      throw new ModelException(
          "%s with %d inputs, expected %d to %d"
              .formatted(node.getOpType(), count, operation.fewest(), operation.most()));
    }
    for (int i = 0; i < operation.fewest(); i++) {
      input(i);
    }
    List<String> seen = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (!operation.attributes().contains(attribute.getName())) {
        throw new ModelException(
            "attribute '" + attribute.getName() + "' of " + node.getOpType() + " is not supported");
      }
      if (seen.contains(attribute.getName())) {
        throw new ModelException("attribute '" + attribute.getName() + "' occurs twice");
      }
      seen.add(attribute.getName());
    }
  }

  /** The node's name, or its output's where it has none. */
  String name() {
    return node.getName().isEmpty() ? node.getOutput(0) : node.getName();
  }

  /** The operation's name in ONNX. */
  String operation() {
    return node.getOpType();
  }

  int inputCount() {
    return inputs.size();
  }

  /** Names of the outputs, empty where one is left out. */
  List<String> outputs() {
    return node.getOutputList();
  }

  /** Whether nothing but this node reads an input, by that name. */
  boolean isOnlyReader(int input) {
    return readers.getOrDefault(node.getInput(input), 0) == 1;
  }

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input).isPresent();
  }

  Value input(int input) throws ModelException {
    if (!has(input)) {
      throw new ModelException("input " + input + " of " + node.getOpType() + " is missing");
    }
    return inputs.get(input).orElseThrow();
  }

  /** An input that must depend on the network's input. */
  Signal signal(int input) throws ModelException {
    if (input(input) instanceof Signal signal) {
      return signal;
    }
    throw new ModelException(node.getOpType() + " of a constant is not supported");
  }

  /** An input that must be a constant of the file. */
  ConstantTensor constant(int input) throws ModelException {
    if (input(input) instanceof ConstantTensor constant) {
      return constant;
    }
    throw new ModelException(
        "input %d of %s must be a constant".formatted(input, node.getOpType()));
  }

  List<AttributeProto> attributes() {
    return node.getAttributeList();
  }

  /** A float attribute, finite. */
  double real(String name, double byDefault) throws ModelException {
    Optional<AttributeProto> attribute = attribute(name, AttributeType.FLOAT);
    double value = attribute.isPresent() ? attribute.orElseThrow().getF() : byDefault;
    if (!Double.isFinite(value)) {
      throw new ModelException("attribute '" + name + "' is " + value);
    }
    return value;
  }

  long integer(String name, long byDefault) throws ModelException {
    return attribute(name, AttributeType.INT).map(AttributeProto::getI).orElse(byDefault);
  }

  String text(String name, String byDefault) throws ModelException {
    return attribute(name, AttributeType.STRING)
        .map(attribute -> attribute.getS().toStringUtf8())
        .orElse(byDefault);
  }

  boolean hasAttribute(String name) {
    return node.getAttributeList().stream().anyMatch(each -> each.getName().equals(name));
  }

  Optional<List<Long>> integers(String name) throws ModelException {
    return attribute(name, AttributeType.INTS).map(AttributeProto::getIntsList);
  }

  private Optional<AttributeProto> attribute(String name, AttributeType type)
      throws ModelException {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        // Files from before ONNX 1.3 leave the type open.
        if (attribute.getType() != type && attribute.getType() != AttributeType.UNDEFINED) {
          throw new ModelException(
              "attribute '%s' is of type %s, expected %s"
                  .formatted(name, attribute.getType(), type));
        }
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }
}
