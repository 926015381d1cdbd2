package dev.hasse.format.onnx;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  private static final Map<String, Operation> TABLE = new TreeMap<>();

  static {
    row("Add", 2, 2, ElementwiseRules::add);
    row("Constant", 0, 0, ConstantRules::constant, ConstantRules.FORMS);
    row("Div", 2, 2, ElementwiseRules::divide);
    row("Dropout", 1, 3, ConstantRules::dropout, List.of("ratio", "seed"));
    row("Flatten", 1, 1, ShapeRules::flatten, List.of("axis"));
    row("Gemm", 2, 3, ProductRules::gemm, List.of("alpha", "beta", "transA", "transB"));
    row("Identity", 1, 1, (node, graph) -> node.input(0));
    row("MatMul", 2, 2, ProductRules::matMul);
    row("Mul", 2, 2, ElementwiseRules::multiply);
    row("Relu", 1, 1, (node, graph) -> graph.relu(node.name(), node.signal(0)));
    row("Reshape", 2, 2, ShapeRules::reshape, List.of("allowzero"));
    row("Squeeze", 1, 2, ShapeRules::squeeze, List.of("axes"));
    row("Sub", 2, 2, ElementwiseRules::subtract);
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
              + " is not supported; supported are "
              + String.join(", ", TABLE.keySet()));
    }
    return operation;
  }

  private static void row(String name, int fewest, int most, Rule rule) {
    row(name, fewest, most, rule, List.of());
  }

  private static void row(String name, int fewest, int most, Rule rule, List<String> attributes) {
    TABLE.put(name, new Operation(fewest, most, Set.copyOf(attributes), rule));
  }
}
