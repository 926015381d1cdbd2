package dev.hasse.format.onnx;

import java.util.List;

/** How one ONNX operation is read: what its outputs stand for, given its inputs. */
interface Rule {
  /**
   * The node's first outputs; what reads another one is told that it is never computed.
   *
   * @param node inputs and attributes, the number of inputs and attribute names checked
   * @param graph takes the nodes that the operation needs in our network; none for a reshape
   */
  List<Value> results(OperationNode node, GraphBuilder graph) throws ModelException;

  /** A rule for operations of one output. */
  interface Single {
    Value apply(OperationNode node, GraphBuilder graph) throws ModelException;
  }

  static Rule of(Single single) {
    return (node, graph) -> List.of(single.apply(node, graph));
  }
}
