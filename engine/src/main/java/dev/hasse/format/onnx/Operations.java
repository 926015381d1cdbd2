package dev.hasse.format.onnx;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The table of supported operations. Whatever a row does not list, an attribute too, is refused.
 */
final class Operations {
  /**
   * One row.
   *
   * @param fewest number of inputs that must be there
   * @param most number of inputs that may be there
   */
  record Operation(int fewest, int most, Set<String> attributes, Rule rule) {}

  /** More inputs than anybody writes. */
  private static final int MANY = 1 << 16;

  private static final Map<String, Operation> TABLE = new TreeMap<>();

  static {
    List<String> pooling =
        List.of("auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "strides");
    row("Add", 2, 2, ElementwiseRules::add);
    row("AveragePool", 1, 1, PoolingRules::average, and(pooling, "count_include_pad"));
    row("BatchNormalization", 5, 5, NormalizationRules::batch, NormalizationRules.ATTRIBUTES);
    row("Clip", 1, 3, ActivationRules::clip, List.of("max", "min"));
    row("Concat", 1, MANY, JoiningRules::concat, List.of("axis"));
    row("Constant", 0, 0, ConstantRules::constant, ConstantRules.FORMS);
    row("Conv", 2, 3, ConvolutionRules::convolution, and(Windows.ATTRIBUTES, "group"));
    row("Div", 2, 2, ElementwiseRules::divide);
    row("Dropout", 1, 3, ConstantRules::dropout, List.of("ratio", "seed"));
    row("Flatten", 1, 1, ShapeRules::flatten, List.of("axis"));
    row("Gather", 2, 2, IndexRules::gather, List.of("axis"));
    row("Gemm", 2, 3, ProductRules::gemm, List.of("alpha", "beta", "transA", "transB"));
    row("GlobalAveragePool", 1, 1, PoolingRules::globalAverage);
    row("GlobalMaxPool", 1, 1, PoolingRules::globalMaximum);
    row("Identity", 1, 1, (node, graph) -> node.input(0));
    row("LeakyRelu", 1, 1, ActivationRules::leakyRelu, List.of("alpha"));
    row("MatMul", 2, 2, ProductRules::matMul);
    row("MaxPool", 1, 1, PoolingRules::maximum, and(pooling, "storage_order"));
    row("Mul", 2, 2, ElementwiseRules::multiply);
    row("Neg", 1, 1, ElementwiseRules::negate);
    row("PRelu", 2, 2, ActivationRules::parametricRelu);
    row("Pad", 1, 4, IndexRules::pad, List.of("mode", "pads", "value"));
    row("ReduceMean", 1, 2, PoolingRules::mean, List.of("axes", "keepdims"));
    row("Relu", 1, 1, ActivationRules::relu);
    row("Reshape", 2, 2, ShapeRules::reshape, List.of("allowzero"));
    row("Shape", 1, 1, ShapeRules::shape);
    row("Sigmoid", 1, 1, ActivationRules::sigmoid);
    row("Slice", 1, 5, IndexRules::slice, List.of("axes", "ends", "starts"));
    TABLE.put(
        "Split", new Operation(1, 2, Set.of("axis", "num_outputs", "split"), IndexRules::split));
    row("Squeeze", 1, 2, ShapeRules::squeeze, List.of("axes"));
    row("Sub", 2, 2, ElementwiseRules::subtract);
    row("Tanh", 1, 1, ActivationRules::tanh);
    row("Transpose", 1, 1, ShapeRules::transpose, List.of("perm"));
    row("Unsqueeze", 1, 2, ShapeRules::unsqueeze, List.of("axes"));
  }

  private Operations() {}

  static Operation named(String name) throws ModelException {
    Operation operation = TABLE.get(name);
    if (operation == null) {
      throw new ModelException(
          "operation "
              + name
              + " is not supported"
              + (name.endsWith("Softmax") ? " (end the model before it)" : "")
              + "; supported are "
              + String.join(", ", TABLE.keySet()));
    }
    return operation;
  }

  private static void row(String name, int fewest, int most, Rule.Single rule) {
    row(name, fewest, most, rule, List.of());
  }

  private static void row(
      String name, int fewest, int most, Rule.Single rule, List<String> attributes) {
    TABLE.put(name, new Operation(fewest, most, Set.copyOf(attributes), Rule.of(rule)));
  }

  private static List<String> and(List<String> attributes, String more) {
    return Stream.concat(attributes.stream(), Stream.of(more)).toList();
  }
}
