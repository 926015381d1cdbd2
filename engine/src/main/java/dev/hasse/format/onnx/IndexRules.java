package dev.hasse.format.onnx;

import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Operations that pick elements, or put them side by side; of constants and of signals alike. */
final class IndexRules {
  private IndexRules() {}

  /** The value whose element i is element {@code source[i]} of another, or zero. */
  static Value indexed(
      OperationNode node, GraphBuilder graph, Value value, Shape shape, int[] source)
      throws ModelException {
    return value instanceof ConstantTensor constant
        ? constant.selected(shape, source)
        : graph.selected(node.name(), (Signal) value, shape, source);
  }

  /** Zeros, or another constant, around a value; negative pads cut off. */
  static Value pad(OperationNode node, GraphBuilder graph) throws ModelException {
    String mode = node.text("mode", "constant");
    if (!mode.equals("constant")) {
      throw new ModelException("Pad of mode '" + mode + "' is not supported; constant only");
    }
    Value value = node.input(0);
    Shape from = value.shape();
    long[][] pads = pads(node, from);
    int[][] places = new int[from.rank()][];
    for (int axis = 0; axis < places.length; axis++) {
      long size = from.dimension(axis) + pads[0][axis] + pads[1][axis];
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new ModelException("pads of shape %s to %d".formatted(from, size));
      }
      GraphBuilder.requireSize(size);
      places[axis] = new int[(int) size];
      for (int i = 0; i < size; i++) {
        long place = i - pads[0][axis];
        boolean inside = place >= 0 && place < from.dimension(axis);
        places[axis][i] = inside ? (int) place : Select.ZERO;
      }
    }
    Places all = new Places(from, places);
    int[] source = all.sources();
    Value padded = indexed(node, graph, value, all.shape(), source);
    double filler = filler(node);
    return filler == 0 ? padded : filled(node, graph, padded, source, filler);
  }

  /** Elements of each axis from a start to an end by a step. */
  static Value slice(OperationNode node, GraphBuilder graph) throws ModelException {
    Value value = node.input(0);
    Shape from = value.shape();
    boolean inputs = node.has(1);
    List<Long> starts = inputs ? node.constant(1).integers() : required(node, "starts");
    List<Long> ends = inputs ? node.constant(2).integers() : required(node, "ends");
    List<Long> axes = written(node, 3, "axes").orElse(firstAxes(starts.size()));
    List<Long> steps = written(node, 4, "steps").orElse(starts.stream().map(s -> 1L).toList());
    if (ends.size() != starts.size()
        || axes.size() != starts.size()
        || steps.size() != starts.size()) {
      throw new ModelException(
          "starts %s, ends %s, axes %s and steps %s are not of one length"
              .formatted(starts, ends, axes, steps));
    }
    int[][] places = Places.all(from);
    boolean[] seen = new boolean[from.rank()];
    for (int i = 0; i < starts.size(); i++) {
      int axis = from.axis(axes.get(i), from.rank());
      if (seen[axis]) {
        throw new ModelException("axis " + axes.get(i) + " occurs twice");
      }
      seen[axis] = true;
      places[axis] = range(from.dimension(axis), starts.get(i), ends.get(i), steps.get(i));
    }
    return new Places(from, places).of(node, graph, value);
  }

  /** Elements of one axis at constant indices, each at most once. */
  static Value gather(OperationNode node, GraphBuilder graph) throws ModelException {
    Value value = node.input(0);
    Shape from = value.shape();
    int axis = from.axis(node.integer("axis", 0), from.rank());
    ConstantTensor indices = node.constant(1);
    int[][] places = Places.all(from);
    places[axis] = new int[indices.shape().elements()];
    boolean[] used = new boolean[from.dimension(axis)];
    for (int i = 0; i < places[axis].length; i++) {
      double index = indices.requireWhole().at(i);
      int place = (int) (index < 0 ? index + used.length : index);
      if (index < -used.length || index >= used.length) {
        throw new ModelException(
            "index %.0f of dimension %d of shape %s".formatted(index, axis, from));
      }
      if (used[place] && value instanceof Signal) {
        throw new ModelException("index %d twice is not supported".formatted(place));
      }
      used[place] = true;
      places[axis][i] = place;
    }
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < from.rank(); i++) {
      if (i == axis) {
        indices.shape().dimensions().forEach(d -> dimensions.add((long) d));
      } else {
        dimensions.add((long) from.dimension(i));
      }
    }
    return ShapeRules.reshaped(
        new Places(from, places).of(node, graph, value), Shape.checked(dimensions));
  }

  /** Stretches of one axis, one an output. */
  static List<Value> split(OperationNode node, GraphBuilder graph) throws ModelException {
    Value value = node.input(0);
    Shape from = value.shape();
    int axis = from.axis(node.integer("axis", 0), from.rank());
    List<Long> sizes =
        written(node, 1, "split").orElse(equalSizes(from.dimension(axis), node.outputs().size()));
    long total = 0;
    for (long size : sizes) {
      total += size < 1 || size > from.dimension(axis) ? Integer.MAX_VALUE : size;
    }
    if (total != from.dimension(axis) || sizes.size() != node.outputs().size()) {
      throw new ModelException(
          "dimension %d of shape %s in %d outputs of sizes %s"
              .formatted(axis, from, node.outputs().size(), sizes));
    }
    List<Value> pieces = new ArrayList<>();
    int start = 0;
    for (long size : sizes) {
      int[][] places = Places.all(from);
      places[axis] = Arrays.copyOfRange(places[axis], start, start + (int) size);
      pieces.add(new Places(from, places).of(node, graph, value));
      start += (int) size;
    }
    return pieces;
  }

  /** The last stretch is shorter where the dimension is no multiple. */
  private static List<Long> equalSizes(int dimension, int count) {
    int size = (dimension + count - 1) / count;
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sizes.add((long) Math.min(size, dimension - i * size));
    }
    return sizes;
  }

  private static Value filled(
      OperationNode node, GraphBuilder graph, Value padded, int[] source, double filler)
      throws ModelException {
    double[] shifts = new double[source.length];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = source[i] == Select.ZERO ? filler : 0;
    }
    if (padded instanceof ConstantTensor constant) {
      Arrays.setAll(shifts, i -> shifts[i] + constant.at(i));
      return new ConstantTensor(constant.shape(), shifts, constant.isWhole());
    }
    double[] ones = new double[shifts.length];
    Arrays.fill(ones, 1);
    Signal signal = (Signal) padded;
    return graph.affine(node.name(), new Scale(ones, shifts, 0), signal, signal.shape());
  }

  /** Pads before and after each axis: as attributes until opset 10, as inputs from 11. */
  private static long[][] pads(OperationNode node, Shape from) throws ModelException {
    List<Long> pads = node.has(1) ? node.constant(1).integers() : required(node, "pads");
    List<Long> axes = node.has(3) ? node.constant(3).integers() : firstAxes(from.rank());
    if (pads.size() != 2 * axes.size()) {
      throw new ModelException(
          "%d pads for %d axes, expected twice as many".formatted(pads.size(), axes.size()));
    }
    long[][] all = new long[2][from.rank()];
    for (int i = 0; i < pads.size(); i++) {
      long pad = pads.get(i);
      if (Math.abs(pad) > Integer.MAX_VALUE) {
        throw new ModelException("a pad of " + pad);
      }
      all[i / axes.size()][from.axis(axes.get(i % axes.size()), from.rank())] += pad;
    }
    return all;
  }

  private static double filler(OperationNode node) throws ModelException {
    return node.has(2) ? node.constant(2).single() : node.real("value", 0);
  }

  /** As NumPy reads a slice: ends beyond the axis are its ends. */
  private static int[] range(int dimension, long start, long end, long step) throws ModelException {
    if (step == 0 || Math.abs(step) > Integer.MAX_VALUE) {
      throw new ModelException("a step of " + step);
    }
    long last = step > 0 ? dimension : dimension - 1;
    long least = step > 0 ? 0 : -1;
    long from = Math.max(step > 0 ? 0 : -1, Math.min(last, start < 0 ? start + dimension : start));
    long to = Math.max(least, Math.min(last, end < 0 ? end + dimension : end));
    long count = Math.max(0, (to - from + step - Long.signum(step)) / step);
    if (count == 0) {
      throw new ModelException(
          "a slice from %d to %d by %d of %d elements is empty"
              .formatted(start, end, step, dimension));
    }
    int[] places = new int[(int) count];
    Arrays.setAll(places, i -> (int) (from + i * step));
    return places;
  }

  private static Optional<List<Long>> written(OperationNode node, int input, String attribute)
      throws ModelException {
    return node.has(input)
        ? Optional.of(node.constant(input).integers())
        : node.integers(attribute);
  }

  private static List<Long> required(OperationNode node, String attribute) throws ModelException {
    Optional<List<Long>> written = node.integers(attribute);
    if (written.isEmpty()) {
      throw new ModelException(node.operation() + " without " + attribute);
    }
    return written.orElseThrow();
  }

  private static List<Long> firstAxes(int count) {
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < count; axis++) {
      axes.add(axis);
    }
    return axes;
  }
}
