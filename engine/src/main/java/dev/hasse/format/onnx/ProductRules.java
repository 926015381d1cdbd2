package dev.hasse.format.onnx;

import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrix products of a signal and a constant. With the batch dimension 1, a signal is one row (or,
 * as the right factor, one column), and the product is a dense map of it; a signal of several rows
 * is refused.
 */
final class ProductRules {
  private ProductRules() {}

  /** {@code alpha A' B' + beta C}. */
  static Value gemm(OperationNode node, GraphBuilder graph) throws ModelException {
    double alpha = node.real("alpha", 1);
    double beta = node.real("beta", 1);
    boolean signalFirst = requireOneSignal(node);
    Signal signal = node.signal(signalFirst ? 0 : 1);
    ConstantTensor weights = node.constant(signalFirst ? 1 : 0).requireReal();
    boolean signalTransposed = node.integer(signalFirst ? "transA" : "transB", 0) != 0;
    boolean weightsTransposed = node.integer(signalFirst ? "transB" : "transA", 0) != 0;
    requireRank(signal.shape(), 2);
    requireRank(weights.shape(), 2);

    // The signal must be one row on the left, one column on the right.
    int single = signalFirst == signalTransposed ? 1 : 0;
    requireVector(signal, single);
    WeightArithmetic arithmetic = new WeightArithmetic();
    // As W in W x, the left factor is used as it stands, the right factor transposed.
    Matrix w = matrix(weights, 0, signalFirst != weightsTransposed, alpha, arithmetic);
    requireInner(signal, w.columns(), weights);
    Shape shape = signalFirst ? Shape.of(1, w.rows()) : Shape.of(w.rows(), 1);
    double[] bias = new double[w.rows()];
    if (node.has(2) && beta != 0) {
      addBias(bias, node.constant(2).requireReal(), shape, beta, arithmetic);
    }
    Dense dense = new Dense(w, bias, arithmetic.relativeError());
    return graph.affine(node.name(), dense, signal, shape);
  }

  /** The product as NumPy defines it. */
  static Value matMul(OperationNode node, GraphBuilder graph) throws ModelException {
    boolean signalFirst = requireOneSignal(node);
    Signal signal = node.signal(signalFirst ? 0 : 1);
    ConstantTensor weights = node.constant(signalFirst ? 1 : 0).requireReal();
    Shape x = signal.shape();
    Shape c = weights.shape();
    if (x.rank() == 0 || c.rank() == 0) {
      throw new ModelException("MatMul of a scalar");
    }
    int inner = signalFirst || x.rank() == 1 ? x.rank() - 1 : x.rank() - 2;
    if (x.dimension(inner) != x.elements()) {
      throw new ModelException(
          "a signal of shape " + x + " as a factor of MatMul is not supported; one row only");
    }
    Matrix w = matMulWeights(weights, signalFirst);
    requireInner(signal, w.columns(), weights);
    Shape shape = matMulShape(x, c, w.rows(), signalFirst);
    return graph.affine(node.name(), new Dense(w, new double[w.rows()]), signal, shape);
  }

  private static Matrix matMulWeights(ConstantTensor weights, boolean signalFirst)
      throws ModelException {
    Shape c = weights.shape();
    int leading = Math.max(0, c.rank() - 2);
    if (c.elements(0, leading) != 1) {
      throw new ModelException("a stack of matrices of shape " + c + " is not supported");
    }
    if (c.rank() == 1) {
      Shape row = Shape.of(1, c.elements());
      return matrix(weights.reshaped(row), 0, false, 1, new WeightArithmetic());
    }
    return matrix(weights, leading, signalFirst, 1, new WeightArithmetic());
  }

  /** The product's shape: leading ones of both, and the dimension that is left of the matrix. */
  private static Shape matMulShape(Shape x, Shape c, int outputs, boolean signalFirst) {
    List<Integer> dimensions = new ArrayList<>();
    int leading = Math.max(x.rank(), c.rank()) - 2;
    for (int axis = 0; axis < leading; axis++) {
      dimensions.add(1);
    }
    Shape left = signalFirst ? x : c;
    Shape right = signalFirst ? c : x;
    if (left.rank() > 1) {
      dimensions.add(signalFirst ? 1 : outputs);
    }
    if (right.rank() > 1) {
      dimensions.add(signalFirst ? outputs : 1);
    }
    return new Shape(dimensions);
  }

  private static boolean requireOneSignal(OperationNode node) throws ModelException {
    boolean first = node.input(0) instanceof Signal;
    boolean second = node.input(1) instanceof Signal;
    if (first == second) {
      throw new ModelException(
          first
              ? "a product of two computed values is not supported; one must be constant"
              : "a product of two constants is not supported");
    }
    return first;
  }

  private static void requireRank(Shape shape, int rank) throws ModelException {
    if (shape.rank() != rank) {
      throw new ModelException("shape " + shape + ", expected " + rank + " dimensions");
    }
  }

  private static void requireVector(Signal signal, int axis) throws ModelException {
    if (signal.shape().dimension(axis) != 1) {
      throw new ModelException(
          "a signal of shape %s is not supported; dimension %d must be 1"
              .formatted(signal.shape(), axis));
    }
  }

  private static void requireInner(Signal signal, int inner, ConstantTensor weights)
      throws ModelException {
    if (signal.shape().elements() != inner) {
      throw new ModelException(
          "shapes %s and %s do not multiply".formatted(signal.shape(), weights.shape()));
    }
  }

  /** {@code factor} times the matrix whose rows are at {@code axis}, perhaps transposed. */
  private static Matrix matrix(
      ConstantTensor tensor, int axis, boolean transpose, double factor, WeightArithmetic exact)
      throws ModelException {
    int tensorRows = tensor.shape().dimension(axis);
    int tensorColumns = tensor.shape().dimension(axis + 1);
    if (tensorRows < 1 || tensorColumns < 1) {
      throw new ModelException("weights of shape " + tensor.shape());
    }
    int rows = transpose ? tensorColumns : tensorRows;
    int columns = transpose ? tensorRows : tensorColumns;
    double[] values = new double[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int element = transpose ? column * tensorColumns + row : row * tensorColumns + column;
        values[row * columns + column] = exact.product(factor, tensor.at(element));
      }
    }
    return new Matrix(rows, columns, values);
  }

  private static void addBias(
      double[] bias, ConstantTensor c, Shape shape, double beta, WeightArithmetic exact)
      throws ModelException {
    Broadcast.require(c.shape(), shape);
    int[] source = Broadcast.sources(c.shape(), shape);
    for (int i = 0; i < bias.length; i++) {
      bias[i] = exact.product(beta, c.at(source[i]));
    }
  }
}
