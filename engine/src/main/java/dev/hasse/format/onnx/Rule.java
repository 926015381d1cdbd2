package dev.hasse.format.onnx;

/** How one ONNX operation is read: what its first output stands for, given its inputs. */
interface Rule {
  /**
   * @param node inputs and attributes, the number of inputs and attribute names checked
   * @param graph takes the nodes that the operation needs in our network; none for a reshape
   */
  Value apply(OperationNode node, GraphBuilder graph) throws ModelException;
}
