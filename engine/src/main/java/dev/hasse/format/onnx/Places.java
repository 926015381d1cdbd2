package dev.hasse.format.onnx;

import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements of a tensor that are picked axis by axis.
 *
 * @param from the tensor's shape
 * @param places for each axis the places that are picked, in order; {@link Select#ZERO} is a place
 *     of zeros
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Places(Shape from, int[][] places) {
  /** Every place of every axis. */
  static int[][] all(Shape from) throws ModelException {
    int[][] places = new int[from.rank()][];
    for (int axis = 0; axis < places.length; axis++) {
      GraphBuilder.requireSize(from.dimension(axis));
      places[axis] = new int[from.dimension(axis)];
      for (int i = 0; i < places[axis].length; i++) {
        places[axis][i] = i;
      }
    }
    return places;
  }

  Shape shape() throws ModelException {
    List<Long> dimensions = new ArrayList<>();
    for (int[] axis : places) {
      dimensions.add((long) axis.length);
    }
    return Shape.checked(dimensions);
  }

  /** For each picked element its element in the tensor. */
  int[] sources() throws ModelException {
    int elements = shape().elements();
    GraphBuilder.requireSize(elements);
    int[] sources = new int[elements];
    int inner = elements;
    int stride = from.elements();
    for (int axis = 0; axis < places.length; axis++) {
      int[] picked = places[axis];
      inner /= picked.length;
      stride /= from.dimension(axis);
      for (int i = 0; i < elements; i++) {
        int place = picked[i / inner % picked.length];
        boolean zero = place == Select.ZERO || sources[i] == Select.ZERO;
        sources[i] = zero ? Select.ZERO : sources[i] + place * stride;
      }
    }
    return sources;
  }

  Value of(OperationNode node, GraphBuilder graph, Value value) throws ModelException {
    return IndexRules.indexed(node, graph, value, shape(), sources());
  }
}
