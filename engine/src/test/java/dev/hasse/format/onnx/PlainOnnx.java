package dev.hasse.format.onnx;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * Evaluates a graph of the file format itself, node by node, as the ONNX operators are defined: a
 * judge of what the reader makes of them. Only for well-formed graphs with raw float and int64
 * data.
 */
final class PlainOnnx {
  private final Map<String, PlainTensor> values = new HashMap<>();
  private NodeProto node;
  private PlainAttributes attributes;

  private PlainOnnx() {}

  static double[] outputs(GraphProto graph, PlainTensor input) {
    PlainOnnx evaluation = new PlainOnnx();
    evaluation.values.put(graph.getInput(0).getName(), input);
    for (TensorProto tensor : graph.getInitializerList()) {
      evaluation.values.put(tensor.getName(), constant(tensor));
    }
    for (NodeProto node : graph.getNodeList()) {
      evaluation.node = node;
      evaluation.attributes = new PlainAttributes(node);
      evaluation.evaluate();
    }
    return evaluation.values.get(graph.getOutput(0).getName()).values();
  }

  private static PlainTensor constant(TensorProto tensor) {
    int[] shape = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
    double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    var data = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean integers = tensor.getDataType() == TensorProto.DataType.INT64_VALUE;
    for (int i = 0; i < values.length; i++) {
      values[i] = integers ? data.getLong() : data.getFloat();
    }
    return new PlainTensor(values, shape);
  }

  private PlainTensor input(int k) {
    return values.get(node.getInput(k));
  }

  private double[] weights(int k) {
    return node.getInputCount() > k && !node.getInput(k).isEmpty() ? input(k).values() : null;
  }

  private int[] integers(int k, String attribute) {
    double[] given = weights(k);
    return given == null
        ? attributes.integers(attribute)
        : Arrays.stream(given).mapToInt(x -> (int) x).toArray();
  }

  private void evaluate() {
    if (node.getOpType().equals("Split")) {
      split();
      return;
    }
    PlainTensor x = input(0);
    PlainTensor y =
        switch (node.getOpType()) {
          case "Conv" ->
              new PlainImages(x, attributes, spatial(input(1).shape()))
                  .convolved(input(1), weights(2), (int) attributes.integer("group", 1));
          case "AveragePool" -> pooled(x, "average");
          case "MaxPool" -> pooled(x, "maximum");
          case "GlobalAveragePool", "ReduceMean" -> global(x, "average");
          case "GlobalMaxPool" -> global(x, "maximum");
          case "BatchNormalization" -> normalised(x);
          case "Relu" -> each(x, v -> Math.max(0, v));
          case "Neg" -> each(x, v -> -v);
          case "Sigmoid" -> each(x, v -> 1 / (1 + Math.exp(-v)));
          case "Tanh" -> each(x, Math::tanh);
          case "LeakyRelu" -> each(x, v -> v < 0 ? attributes.real("alpha", 0.01f) * v : v);
          case "PRelu" -> slopes(x);
          case "Clip" -> clipped(x);
          case "Add" -> combined(x, input(1), 1);
          case "Sub" -> combined(x, input(1), -1);
          case "Pad" -> padded(x);
          case "Slice" -> sliced(x);
          case "Gather" -> taken(x);
          case "Concat" -> joined();
          default -> throw new IllegalArgumentException(node.getOpType());
        };
    values.put(node.getOutput(0), y);
  }

  private static int[] spatial(int[] shape) {
    return Arrays.copyOfRange(shape, 2, shape.length);
  }

  private static PlainTensor each(PlainTensor x, DoubleUnaryOperator function) {
    return new PlainTensor(Arrays.stream(x.values()).map(function).toArray(), x.shape());
  }

  private static double pool(List<Double> window, String kind) {
    return kind.equals("maximum")
        ? window.stream().mapToDouble(v -> v).max().orElseThrow()
        : window.stream().mapToDouble(v -> v).sum() / window.size();
  }

  private PlainTensor pooled(PlainTensor x, String kind) {
    boolean counts = attributes.integer("count_include_pad", 0) == 1;
    return new PlainImages(x, attributes, attributes.integers("kernel_shape"))
        .pooled(window -> pool(window, kind), counts, x.shape().length == 3);
  }

  private PlainTensor global(PlainTensor x, String kind) {
    PlainTensor pooled =
        new PlainImages(x, new PlainAttributes(NodeProto.getDefaultInstance()), spatial(x.shape()))
            .pooled(window -> pool(window, kind), false, x.shape().length == 3);
    return attributes.integer("keepdims", 1) == 1
        ? pooled
        : new PlainTensor(pooled.values(), 1, x.shape()[1]);
  }

  private PlainTensor normalised(PlainTensor x) {
    double epsilon = attributes.real("epsilon", 1e-5f);
    int perChannel = x.values().length / x.shape()[1];
    double[] y = new double[x.values().length];
    for (int i = 0; i < y.length; i++) {
      int c = i / perChannel;
      double root = Math.sqrt(weights(4)[c] + epsilon);
      y[i] = (x.values()[i] - weights(3)[c]) / root * weights(1)[c] + weights(2)[c];
    }
    return new PlainTensor(y, x.shape());
  }

  /** The slope broadcasts: its axes are the last ones of x. */
  private PlainTensor slopes(PlainTensor x) {
    PlainTensor slope = input(1);
    return x.gathered(
        x.shape(),
        index -> {
          int[] own = new int[slope.shape().length];
          for (int axis = 0; axis < own.length; axis++) {
            int at = index[axis + index.length - own.length];
            own[axis] = slope.shape()[axis] == 1 ? 0 : at;
          }
          int place = x.place(index);
          double s = slope.values()[slope.place(own)];
          if (x.values()[place] < 0) {
            x.values()[place] *= s;
          }
          return place;
        },
        0);
  }

  private PlainTensor clipped(PlainTensor x) {
    double low = weights(1) == null ? attributes.real("min", -Float.MAX_VALUE) : weights(1)[0];
    double high = weights(2) == null ? attributes.real("max", Float.MAX_VALUE) : weights(2)[0];
    return each(x, v -> Math.min(Math.max(v, low), high));
  }

  private static PlainTensor combined(PlainTensor x, PlainTensor y, double factor) {
    double[] sum = new double[x.values().length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x.values()[i] + factor * y.values()[i];
    }
    return new PlainTensor(sum, x.shape());
  }

  private PlainTensor padded(PlainTensor x) {
    int rank = x.shape().length;
    int[] pads = integers(1, "pads");
    int[] axes = weights(3) == null ? null : integers(3, "");
    int[] before = new int[rank];
    int[] shape = x.shape().clone();
    int count = pads.length / 2;
    for (int k = 0; k < count; k++) {
      int axis = axes == null ? k : Math.floorMod(axes[k], rank);
      before[axis] = pads[k];
      shape[axis] += pads[k] + pads[k + count];
    }
    double filler = weights(2) == null ? attributes.real("value", 0) : weights(2)[0];
    return x.gathered(
        shape,
        index -> {
          int[] from = new int[rank];
          Arrays.setAll(from, axis -> index[axis] - before[axis]);
          return x.place(from);
        },
        filler);
  }

  private PlainTensor sliced(PlainTensor x) {
    int rank = x.shape().length;
    int[] starts = integers(1, "starts");
    int[] ends = integers(2, "ends");
    int[] axes = integers(3, "axes");
    int[] steps = weights(4) == null ? null : integers(4, "");
    int[][] picked = new int[rank][];
    for (int axis = 0; axis < rank; axis++) {
      int n = x.shape()[axis];
      picked[axis] = IntStream.range(0, n).toArray();
      for (int k = 0; k < starts.length; k++) {
        if ((axes == null ? k : Math.floorMod(axes[k], rank)) == axis) {
          int step = steps == null ? 1 : steps[k];
          int start = starts[k] < 0 ? starts[k] + n : starts[k];
          int end = ends[k] < 0 ? ends[k] + n : ends[k];
          var found = new ArrayList<Integer>();
          if (step > 0) {
            for (int i = Math.max(0, start); i < Math.min(n, end); i += step) {
              found.add(i);
            }
          } else {
            for (int i = Math.min(n - 1, start); i > Math.max(-1, end); i += step) {
              found.add(i);
            }
          }
          picked[axis] = found.stream().mapToInt(i -> i).toArray();
        }
      }
    }
    return picked(x, picked);
  }

  private PlainTensor picked(PlainTensor x, int[][] picked) {
    int[] shape = Arrays.stream(picked).mapToInt(axis -> axis.length).toArray();
    return x.gathered(
        shape,
        index -> {
          int[] from = new int[shape.length];
          Arrays.setAll(from, axis -> picked[axis][index[axis]]);
          return x.place(from);
        },
        0);
  }

  /** For indices of one axis, so that the rank stays. */
  private PlainTensor taken(PlainTensor x) {
    int axis = Math.floorMod((int) attributes.integer("axis", 0), x.shape().length);
    int[][] picked = new int[x.shape().length][];
    for (int k = 0; k < picked.length; k++) {
      picked[k] = IntStream.range(0, x.shape()[k]).toArray();
    }
    picked[axis] =
        Arrays.stream(integers(1, "")).map(i -> Math.floorMod(i, x.shape()[axis])).toArray();
    return picked(x, picked);
  }

  private PlainTensor joined() {
    int axis = Math.floorMod((int) attributes.integer("axis", 1), input(0).shape().length);
    int[] shape = input(0).shape().clone();
    shape[axis] = 0;
    for (int k = 0; k < node.getInputCount(); k++) {
      shape[axis] += input(k).shape()[axis];
    }
    double[] all = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    PlainTensor whole = new PlainTensor(all, shape);
    int start = 0;
    for (int k = 0; k < node.getInputCount(); k++) {
      PlainTensor part = input(k);
      int from = start;
      whole.gathered(
          part.shape(),
          index -> {
            double value = part.values()[part.place(index)];
            int[] to = index.clone();
            to[axis] += from;
            all[whole.place(to)] = value;
            return 0;
          },
          0);
      start += part.shape()[axis];
    }
    return whole;
  }

  private void split() {
    PlainTensor x = input(0);
    int axis = Math.floorMod((int) attributes.integer("axis", 0), x.shape().length);
    int[] sizes = integers(1, "split");
    int count = node.getOutputCount();
    int start = 0;
    for (int k = 0; k < count; k++) {
      int n = x.shape()[axis];
      int size = sizes == null ? Math.min((n + count - 1) / count, n - start) : sizes[k];
      int[][] picked = new int[x.shape().length][];
      for (int a = 0; a < picked.length; a++) {
        int from = a == axis ? start : 0;
        int to = a == axis ? start + size : x.shape()[a];
        picked[a] = IntStream.range(from, to).toArray();
      }
      values.put(node.getOutput(k), picked(x, picked));
      start += size;
    }
  }
}
