package dev.hasse.format.onnx;

import dev.hasse.judge.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import org.nd4j.shade.protobuf.ByteString;

/** Small random models of one operation with random attributes; all numbers are small integers. */
final class RandomModels {
  private final Numbers numbers;

  private final ModelWriter model = new ModelWriter();
  private final List<AttributeProto> attributes = new ArrayList<>();
  private int[] shape;

  RandomModels(String operation, int number) {
    this.numbers = new Numbers(operation + " " + number);
  }

  ModelWriter model() {
    return model;
  }

  int[] inputShape() {
    return shape;
  }

  double[] input() {
    return integers(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
  }

  /** The model of one operation, reading x and writing y. */
  RandomModels of(String operation) {
    boolean line = numbers.below(3) == 0;
    int[] image = {1, 1 + numbers.below(4), 1 + numbers.below(9), 1 + numbers.below(9)};
    shape = line ? Arrays.copyOf(image, 3) : image;
    switch (operation) {
      case "Conv" -> convolution();
      case "AveragePool" -> {
        windows(true);
        if (attributes.stream().noneMatch(each -> each.getName().equals("ceil_mode"))) {
          flag("count_include_pad");
        }
        single(operation);
      }
      case "MaxPool" -> {
        windows(true);
        single(operation);
      }
      case "BatchNormalization" -> normalisation("x");
      case "folded" -> folded();
      case "LeakyRelu" -> {
        attributes.add(ModelWriter.attribute("alpha", numbers.below(9) / 4f - 1));
        single(operation);
      }
      case "PRelu" -> slopes();
      case "Clip" -> clip();
      case "Pad" -> pad();
      case "Slice" -> slice();
      case "Split" -> split();
      case "Gather" -> gather();
      case "Concat" -> concat();
      case "ReduceMean" -> mean();
      case "residual" -> residual();
      default -> single(operation);
    }
    model.input("x", Arrays.stream(shape).asLongStream().toArray()).output("y");
    return this;
  }

  private void single(String operation, String... more) {
    List<String> inputs = new ArrayList<>(List.of("x"));
    inputs.addAll(List.of(more));
    model.node(operation, "y", inputs, attributes.toArray(AttributeProto[]::new));
  }

  private double[] integers(int count) {
    return IntStream.range(0, count).mapToDouble(i -> numbers.below(19) - 9).toArray();
  }

  private void flag(String name) {
    if (numbers.below(2) == 0) {
      attributes.add(ModelWriter.attribute(name, (long) numbers.below(2)));
    }
  }

  private int axes() {
    return shape.length - 2;
  }

  private List<Long> random(int count, int least, int most) {
    return LongStream.range(0, count)
        .map(i -> least + numbers.below(most - least + 1))
        .boxed()
        .toList();
  }

  /** Attributes of windows that fit; returns the kernel. */
  private List<Long> windows(boolean pooling) {
    List<Long> kernel = random(axes(), 1, 5);
    List<Long> dilations = random(axes(), 1, numbers.below(2) == 0 ? 2 : 1);
    List<Long> pads = new ArrayList<>(random(2 * axes(), 0, 2));
    String auto =
        List.of("NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER").get(numbers.below(5));
    if (auto.startsWith("SAME")) {
      dilations = random(axes(), 1, 1);
    }
    boolean explicit = auto.equals("NOTSET");
    for (int axis = 0; axis < axes(); axis++) {
      long extent = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
      for (int end = 0; end < 2; end++) {
        int at = axis + end * axes();
        // Less padding than window, so that no window of a pooling is over padding only.
        pads.set(at, explicit ? Math.min(pads.get(at), kernel.get(axis) - 1) : 0L);
      }
      long padded = shape[axis + 2] + pads.get(axis) + pads.get(axis + axes());
      shape[axis + 2] += (int) Math.max(0, extent - padded);
      if (pooling) {
        shape[axis + 2] = (int) Math.max(shape[axis + 2], extent);
      }
    }
    attributes.add(ModelWriter.attribute("kernel_shape", kernel));
    attributes.add(ModelWriter.attribute("dilations", dilations));
    if (numbers.below(4) > 0) {
      List<Long> strides = new ArrayList<>(random(axes(), 1, 4));
      for (int axis = 0; axis < axes() && auto.startsWith("SAME"); axis++) {
        // No pixels left out, where runtimes disagree.
        strides.set(axis, Math.min(strides.get(axis), kernel.get(axis)));
      }
      attributes.add(ModelWriter.attribute("strides", strides));
    }
    if (explicit) {
      attributes.add(ModelWriter.attribute("pads", pads));
    }
    attributes.add(text("auto_pad", auto));
    if (pooling && explicit) {
      flag("ceil_mode");
    }
    return kernel;
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private void convolution() {
    List<Long> kernel = windows(false);
    long groups = 1L + numbers.below(3);
    long perGroup = 1L + numbers.below(2);
    shape[1] = (int) (groups * (1 + numbers.below(2)));
    List<Long> dimensions = new ArrayList<>(List.of(groups * perGroup, shape[1] / groups));
    dimensions.addAll(kernel);
    attributes.add(ModelWriter.attribute("group", groups));
    int size = (int) dimensions.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    model.floats("w", dimensions, integers(size));
    if (numbers.below(2) == 0) {
      model.floats("b", List.of(groups * perGroup), integers((int) (groups * perGroup)));
      single("Conv", "w", "b");
    } else {
      single("Conv", "w");
    }
  }

  private void normalisation(String input) {
    int channels = shape[1];
    List<Long> vector = List.of((long) channels);
    model.floats("gamma", vector, integers(channels));
    model.floats("beta", vector, integers(channels));
    model.floats("mean", vector, integers(channels));
    model.floats(
        "variance", vector, Arrays.stream(integers(channels)).map(v -> v * v / 16).toArray());
    attributes.clear();
    attributes.add(ModelWriter.attribute("epsilon", numbers.below(2) == 0 ? 1e-5f : 0.25f));
    model.node(
        "BatchNormalization",
        "y",
        List.of(input, "gamma", "beta", "mean", "variance"),
        attributes.toArray(AttributeProto[]::new));
  }

  /** A convolution, perhaps read twice, and its normalisation. */
  private void folded() {
    int channels = 1 + numbers.below(3);
    int inputs = shape[1];
    List<Long> dimensions = new ArrayList<>(List.of((long) channels, (long) inputs));
    dimensions.addAll(random(axes(), 1, 1));
    model.floats("w", dimensions, integers(channels * inputs));
    model.floats("b", List.of((long) channels), integers(channels));
    model.node("Conv", "c", List.of("x", "w", "b"));
    shape[1] = channels;
    normalisation("c");
    shape[1] = inputs;
  }

  private void slopes() {
    long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
    dimensions[0] = 1;
    for (int axis = 1; axis < dimensions.length; axis++) {
      dimensions[axis] = numbers.below(2) == 0 ? 1 : dimensions[axis];
    }
    List<Long> own = LongStream.of(dimensions).skip(numbers.below(2)).boxed().toList();
    int size = (int) own.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    model.floats("slope", own, Arrays.stream(integers(size)).map(v -> v / 8).toArray());
    single("PRelu", "slope");
  }

  private void clip() {
    float low = numbers.below(9) - 6;
    float high = numbers.below(9) - 3;
    boolean hasLow = numbers.below(3) > 0;
    boolean hasHigh = numbers.below(3) > 0;
    if (numbers.below(2) == 0) {
      if (hasLow) {
        attributes.add(ModelWriter.attribute("min", low));
      }
      if (hasHigh) {
        attributes.add(ModelWriter.attribute("max", high));
      }
      single("Clip");
      return;
    }
    model.floats("low", List.of(), low).floats("high", List.of(), high);
    single("Clip", hasLow ? "low" : "", hasHigh ? "high" : "");
  }

  private void pad() {
    List<Long> pads = new ArrayList<>(random(2 * shape.length, 0, 2));
    pads.set(0, 0L);
    pads.set(shape.length, 0L);
    if (numbers.below(3) == 0 && shape[2] > 2) {
      pads.set(2, -1L);
    }
    float filler = numbers.below(2) == 0 ? 0 : 7;
    if (numbers.below(2) == 0) {
      attributes.add(ModelWriter.attribute("pads", pads));
      attributes.add(ModelWriter.attribute("value", filler));
      attributes.add(text("mode", "constant"));
      single("Pad");
      return;
    }
    model.floats("value", List.of(), filler);
    if (numbers.below(2) == 0) {
      model.integers("pads", pads.stream().mapToLong(p -> p).toArray());
      single("Pad", "pads", "value");
    } else {
      model.integers("pads", pads.get(1), pads.get(2), 1, 2).integers("axes", -2, 1);
      if (shape.length == 3) {
        // Axis -2 of three is axis 1.
        model.integers("own", 2, 1);
        single("Pad", "pads", "value", "own");
      } else {
        single("Pad", "pads", "value", "axes");
      }
    }
  }

  private void slice() {
    long n = shape[2];
    long start = numbers.below((int) n) - (numbers.below(2) == 0 ? n : 0);
    if (numbers.below(2) == 0) {
      attributes.add(ModelWriter.attribute("starts", List.of(start)));
      attributes.add(ModelWriter.attribute("ends", List.of(numbers.below(2) == 0 ? n : 1L << 40)));
      attributes.add(ModelWriter.attribute("axes", List.of(2L)));
      single("Slice");
      return;
    }
    boolean back = numbers.below(2) == 0;
    model.integers("starts", back ? n - 1 : start, 0);
    model.integers("ends", back ? -1000 : 1000, 1000).integers("axes", 2, 1);
    model.integers("steps", (back ? -1L : 1L) * (1 + numbers.below(3)), 1);
    single("Slice", "starts", "ends", "axes", "steps");
  }

  private void split() {
    shape[1] = 2 + numbers.below(4);
    int first = 1 + numbers.below(shape[1] - 1);
    attributes.add(ModelWriter.attribute("axis", 1));
    boolean input = numbers.below(2) == 0;
    List<String> inputs = new ArrayList<>(List.of("x"));
    if (input) {
      model.integers("sizes", first, shape[1] - first);
      inputs.add("sizes");
    } else if (numbers.below(2) == 0) {
      attributes.add(
          ModelWriter.attribute("split", List.of((long) first, (long) shape[1] - first)));
    }
    model.node("Split", "a", inputs, attributes.toArray(AttributeProto[]::new));
    model.graph().getNodeBuilder(0).addOutput("b");
    model.node("Concat", "y", List.of("b", "a", "b"), ModelWriter.attribute("axis", 1));
  }

  private void gather() {
    int axis = 1 + numbers.below(shape.length - 1);
    List<Long> order = new ArrayList<>(LongStream.range(0, shape[axis]).boxed().toList());
    Collections.rotate(order, numbers.below(shape[axis]));
    int count = 1 + numbers.below(shape[axis]);
    boolean negative = numbers.below(2) == 0;
    int n = shape[axis];
    model.integers(
        "indices", order.stream().limit(count).mapToLong(i -> negative ? i - n : i).toArray());
    attributes.add(
        ModelWriter.attribute("axis", numbers.below(2) == 0 ? axis : axis - shape.length));
    single("Gather", "indices");
  }

  private void concat() {
    int axis = 1 + numbers.below(shape.length - 1);
    List<Long> dimensions = new ArrayList<>();
    Arrays.stream(shape).forEach(d -> dimensions.add((long) d));
    dimensions.set(axis, 2L);
    int size = (int) dimensions.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    model.floats("c", dimensions, integers(size)).node("Relu", "r", List.of("x"));
    attributes.add(
        ModelWriter.attribute("axis", numbers.below(2) == 0 ? axis : axis - shape.length));
    List<String> inputs =
        numbers.below(2) == 0 ? List.of("x", "c", "r", "x") : List.of("r", "x", "r");
    model.node("Concat", "y", inputs, attributes.toArray(AttributeProto[]::new));
  }

  private void mean() {
    flag("keepdims");
    if (numbers.below(2) == 0) {
      attributes.add(
          ModelWriter.attribute("axes", shape.length == 3 ? List.of(2L) : List.of(-1L, 2L)));
      single("ReduceMean");
    } else {
      model.integers("axes", shape.length == 3 ? new long[] {-1} : new long[] {2, 3});
      single("ReduceMean", "axes");
    }
  }

  /** Two branches of several operations each, joined by a sum. */
  private void residual() {
    shape = new int[] {1, 2, 4 + numbers.below(3), 4 + numbers.below(3)};
    AttributeProto same = text("auto_pad", "SAME_UPPER");
    AttributeProto three = ModelWriter.attribute("kernel_shape", List.of(3L, 3L));
    model.floats("v", List.of(2L, 2L, 3L, 3L), integers(36));
    model.floats("w", List.of(2L, 2L, 1L, 1L), integers(4));
    model
        .node("Conv", "c", List.of("x", "v"), same)
        .node("Relu", "r", List.of("c"))
        .node("MaxPool", "m", List.of("r"), three, same)
        .node("Conv", "d", List.of("x", "w"))
        .node("Sub", "s", List.of("m", "d"))
        .node("MaxPool", "n", List.of("s"), three, same)
        .node("Add", "y", List.of("n", "c"));
  }
}
