package dev.hasse.network;

import java.util.ArrayList;
import java.util.List;

/**
 * A network: nodes in topological order, the first the input, the last the output. Immutable.
 * Activations are flat vectors; a multi-dimensional input is flattened in row-major order.
 */
public final class Network {
  private final String name;
  private final List<Node> nodes;

  private Network(String name, List<Node> nodes) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
  }

  /** Starts a network with an input of {@code size} values. */
  public static Builder builder(String name, int size) {
    return new Builder(name, size);
  }

  /** For messages and results; usually the file's name. */
  public String name() {
    return name;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  public Node output() {
    return nodes.get(nodes.size() - 1);
  }

  public int inputs() {
    return nodes.get(0).size();
  }

  public int outputs() {
    return output().size();
  }

  /** Size of the largest node. */
  public int widest() {
    return nodes.stream().mapToInt(Node::size).max().orElseThrow();
  }

  @Override
  public String toString() {
    return name
        + " ("
        + inputs()
        + " inputs, "
        + outputs()
        + " outputs, "
        + nodes.size()
        + " nodes)";
  }

  /** Collects nodes; each method returns the id of the node it added. */
  public static final class Builder {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();

    private Builder(String name, int size) {
      if (size < 1) {
        throw new IllegalArgumentException("a network with " + size + " inputs");
      }
      this.name = name;
      nodes.add(new Node(0, "input", new Input(), List.of(), size));
    }

    /** Size of a node added before. */
    public int size(int node) {
      return nodes.get(node).size();
    }

    public int affine(String node, Affine affine, int input) {
      return append(node, affine, affine.inputs(), affine.outputs(), input);
    }

    public int activation(String node, Activation activation, int input) {
      return append(node, activation, size(input), size(input), input);
    }

    public int add(String node, int left, int right) {
      if (size(left) != size(right)) {
        throw new IllegalArgumentException(
            node + " adds " + size(left) + " and " + size(right) + " values");
      }
      nodes.add(new Node(nodes.size(), node, new Add(), List.of(left, right), size(left)));
      return nodes.size() - 1;
    }

    public int select(String node, Select select, int input) {
      return append(node, select, select.inputs(), select.outputs(), input);
    }

    private int append(String node, Op op, int expected, int size, int input) {
      if (size(input) != expected) {
        throw new IllegalArgumentException(
            node + " takes " + expected + " values, its input has " + size(input));
      }
      nodes.add(new Node(nodes.size(), node, op, List.of(input), size));
      return nodes.size() - 1;
    }

    /**
     * Ends the network at {@code output}; nodes that it does not depend on are dropped.
     *
     * @param output id of the output node
     */
    public Network build(int output) {
      boolean[] needed = new boolean[nodes.size()];
      needed[0] = true;
      needed[output] = true;
      for (int id = output; id > 0; id--) {
        if (needed[id]) {
          nodes.get(id).inputs().forEach(input -> needed[input] = true);
        }
      }
      int[] renumbered = new int[nodes.size()];
      List<Node> kept = new ArrayList<>();
      for (int id = 0; id <= output; id++) {
        if (needed[id]) {
          Node node = nodes.get(id);
          renumbered[id] = kept.size();
          List<Integer> inputs = node.inputs().stream().map(input -> renumbered[input]).toList();
          kept.add(new Node(kept.size(), node.name(), node.op(), inputs, node.size()));
        }
      }
      return new Network(name, kept);
    }
  }
}
