package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each operation computes, on values worked out by hand. */
class OperationsTest {
  @TempDir Path folder;

  private static ModelWriter vector(long size) {
    return new ModelWriter().input("x", 0, size);
  }

  private Network read(ModelWriter model) throws Exception {
    return OnnxReader.read(model.output("y").write(folder));
  }

  private void assertMaps(ModelWriter model, double[] input, double... expected) throws Exception {
    assertArrayEquals(expected, ForwardEvaluation.of(read(model), input));
  }

  @Test
  void addsAndSubtractsConstantsOnEitherSide() throws Exception {
    double[] x = {1, 2, 3};
    for (List<String> order : List.of(List.of("x", "c"), List.of("c", "x"))) {
      int sign = order.get(0).equals("x") ? 1 : -1;
      ModelWriter sum = vector(3).floats("c", List.of(3L), 10, 20, 30).node("Add", "y", order);
      assertMaps(sum, x, 11, 22, 33);
      ModelWriter difference = vector(3).floats("c", List.of(1L, 1L), 10).node("Sub", "y", order);
      assertMaps(difference, x, sign * -9.0, sign * -8.0, sign * -7.0);
    }
  }

  @Test
  void multipliesAndDivides() throws Exception {
    double[] x = {1, 2, 3};
    assertMaps(
        vector(3).floats("c", List.of(3L), 2, -1, 0.5).node("Mul", "y", List.of("c", "x")),
        x,
        2,
        -2,
        1.5);
    Network halved = read(vector(3).floats("c", List.of(), 4).node("Div", "y", List.of("x", "c")));
    assertArrayEquals(new double[] {0.25, 0.5, 0.75}, ForwardEvaluation.of(halved, x));
    assertEquals(0, ((Affine) halved.output().op()).relativeError());
    Network thirds = read(vector(3).floats("c", List.of(), 3).node("Div", "y", List.of("x", "c")));
    assertEquals(0x1p-53, ((Affine) thirds.output().op()).relativeError());
    assertEquals(1.0 / 3, assertInstanceOf(Scale.class, thirds.output().op()).scale(0));
  }

  @Test
  void elementwiseConstantsMayWidenASignal() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 2, 1).floats("c", List.of(3L), 10, 20, 30);
    model.node("Add", "y", List.of("x", "c"));
    assertMaps(model, new double[] {1, 2}, 11, 21, 31, 12, 22, 32);
  }

  @Test
  void constantsThatChangeNothingAddNoNode() throws Exception {
    ModelWriter model = vector(2).floats("zero", List.of(1L, 2L), 0, 0).floats("one", List.of(), 1);
    model
        .node("Sub", "a", List.of("x", "zero"))
        .node("Div", "b", List.of("a", "one"))
        .node("Identity", "c", List.of("b"))
        .node("Dropout", "y", List.of("c"));
    assertEquals(1, read(model).nodes().size());
  }

  @Test
  void biasBehindAMatrixProductBecomesPartOfIt() throws Exception {
    ModelWriter model = vector(2).floats("w", List.of(2L, 3L), 1, 2, 3, 4, 5, 6);
    model.floats("b", List.of(3L), 7, 8, 9);
    model.node("MatMul", "p", List.of("x", "w")).node("Add", "y", List.of("b", "p"));
    Network network = read(model);
    assertEquals(2, network.nodes().size());
    assertEquals(8, assertInstanceOf(Dense.class, network.output().op()).bias(1));
    assertArrayEquals(new double[] {48, 60, 72}, ForwardEvaluation.of(network, 1, 10));
  }

  @Test
  void aProductThatIsReadTwiceKeepsBothReaders() throws Exception {
    ModelWriter model = vector(1).floats("w", List.of(1L, 1L), 3).floats("b", List.of(1L), 5);
    model
        .node("MatMul", "p", List.of("x", "w"))
        .node("Add", "q", List.of("p", "b"))
        .node("Relu", "r", List.of("q"))
        .node("Add", "y", List.of("p", "r"));
    Network network = read(model);
    assertArrayEquals(new double[] {-6}, ForwardEvaluation.of(network, -2));
    assertArrayEquals(new double[] {6 + 11}, ForwardEvaluation.of(network, 2));
  }

  @Test
  void multipliesMatricesFromEitherSideAndWithVectors() throws Exception {
    double[] x = {1, 10};
    double[] w = {1, 2, 3, 4};
    assertMaps(
        vector(2).floats("w", List.of(2L, 2L), w).node("MatMul", "y", List.of("x", "w")),
        x,
        31,
        42);
    assertMaps(
        new ModelWriter()
            .input("x", 2)
            .floats("w", List.of(2L, 2L), w)
            .node("MatMul", "y", List.of("w", "x")),
        x,
        21,
        43);
    assertMaps(
        new ModelWriter()
            .input("x", 1, 2, 1)
            .floats("w", List.of(1L, 2L, 2L), w)
            .node("MatMul", "y", List.of("w", "x")),
        x,
        21,
        43);
    assertMaps(
        vector(2).floats("w", List.of(2L), 5, 7).node("MatMul", "y", List.of("x", "w")), x, 75);
  }

  @Test
  void addsAndSubtractsSignalsWithBroadcasting() throws Exception {
    ModelWriter model = vector(2).floats("w", List.of(2L, 1L), 1, 1);
    model
        .node("MatMul", "s", List.of("x", "w"))
        .node("Relu", "r", List.of("x"))
        .node("Add", "t", List.of("s", "r"))
        .node("Sub", "y", List.of("t", "x"));
    // s = -3 + 5 = 2, r = (0, 5), t = (2, 7), y = t - x
    assertMaps(model, new double[] {-3, 5}, 5, 2);
  }

  @Test
  void reshapesAddNoNodes() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 2, 3);
    model.integers("a", 0, -1).integers("b", -1, 3, 0).integers("axes", 0);
    model
        .node("Flatten", "f", List.of("x"))
        .node("Reshape", "g", List.of("f", "a"))
        .node("Unsqueeze", "h", List.of("g", "axes"))
        .node("Squeeze", "i", List.of("h", "axes"))
        .node("Unsqueeze", "j", List.of("i"), ModelWriter.attribute("axes", List.of(2L, -4L)))
        .node("Squeeze", "y", List.of("j"));
    Network network = read(model);
    assertEquals(1, network.nodes().size());
    assertEquals(6, network.outputs());
  }

  @Test
  void transposesSignalsThroughASelection() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 2, 3);
    model.node("Transpose", "y", List.of("x"), ModelWriter.attribute("perm", List.of(0L, 2L, 1L)));
    assertMaps(model, new double[] {1, 2, 3, 4, 5, 6}, 1, 4, 2, 5, 3, 6);

    ModelWriter rotated = new ModelWriter().input("x", 2, 3, 2);
    rotated.node(
        "Transpose", "y", List.of("x"), ModelWriter.attribute("perm", List.of(1L, 2L, 0L)));
    double[] x = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    double[] expected = new double[12];
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 2; k++) {
          expected[(j * 2 + k) * 2 + i] = x[(i * 3 + j) * 2 + k];
        }
      }
    }
    assertMaps(rotated, x, expected);
  }

  @Test
  void transposesThatMoveOnlyOnesAddNoNode() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 5, 1);
    model.node("Transpose", "y", List.of("x"));
    assertTrue(read(model).nodes().stream().noneMatch(node -> node.op() instanceof Select));
  }

  @Test
  void foldsTransposesAndReshapesOfConstants() throws Exception {
    ModelWriter model = vector(2).floats("flat", List.of(6L), 1, 2, 3, 4, 5, 6);
    model.integers("shape", 3, 2);
    model
        .node("Reshape", "w", List.of("flat", "shape"))
        .node("Transpose", "wt", List.of("w"))
        .node("MatMul", "y", List.of("x", "wt"));
    assertMaps(model, new double[] {1, 10}, 21, 43, 65);
  }

  @Test
  void readsConstantNodesInAllForms() throws Exception {
    AttributeProto tensor =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(ModelWriter.floatTensor("", List.of(2L), 3, 4))
            .build();
    AttributeProto floats =
        AttributeProto.newBuilder()
            .setName("value_floats")
            .setType(AttributeType.FLOATS)
            .addFloats(5)
            .addFloats(6)
            .build();
    ModelWriter model =
        vector(2)
            .node("Constant", "a", List.of(), tensor)
            .node("Constant", "b", List.of(), floats)
            .node("Constant", "c", List.of(), ModelWriter.attribute("value_float", 7f))
            .node("Constant", "d", List.of(), ModelWriter.attribute("value_ints", List.of(-1L)))
            .node("Constant", "e", List.of(), ModelWriter.attribute("value_int", 0L));
    model
        .node("Add", "s", List.of("x", "a"))
        .node("Add", "t", List.of("s", "b"))
        .node("Add", "u", List.of("t", "c"))
        .node("Reshape", "v", List.of("u", "d"))
        .node("Unsqueeze", "y", List.of("v", "e"));
    assertMaps(model, new double[] {1, 2}, 16, 19);
  }

  @Test
  void readsEveryStorageOfTensors() throws Exception {
    TensorProto listed =
        TensorProto.newBuilder()
            .setName("c")
            .setDataType(DataType.FLOAT_VALUE)
            .addDims(2)
            .addFloatData(3)
            .addFloatData(4)
            .build();
    assertMaps(
        vector(2).tensor(listed).node("Add", "y", List.of("x", "c")), new double[] {1, 2}, 4, 6);
    ModelWriter doubles = vector(2).doubles("c", List.of(2L), 0.1, 0.2);
    assertMaps(doubles.node("Add", "y", List.of("x", "c")), new double[2], 0.1, 0.2);
  }

  @Test
  void initialisersMayBeListedAsInputs() throws Exception {
    ModelWriter model = vector(1).floats("c", List.of(1L), 3).node("Add", "y", List.of("x", "c"));
    model.graph().addInput(0, ValueInfoProto.newBuilder().setName("c"));
    assertMaps(model, new double[] {1}, 4);
  }

  @Test
  void dropoutPassesItsInputOnWhenNotTraining() throws Exception {
    TensorProto no =
        TensorProto.newBuilder()
            .setName("training")
            .setDataType(DataType.BOOL_VALUE)
            .addInt32Data(0)
            .build();
    ModelWriter model = vector(1).tensor(no).floats("ratio", List.of(), 0.5);
    model.node("Dropout", "y", List.of("x", "ratio", "training"));
    assertMaps(model, new double[] {3}, 3);
  }

  @Test
  void openBatchDimensionsOfEveryKindAreOne() throws Exception {
    for (long batch : new long[] {0, -1, 1}) {
      ModelWriter model = new ModelWriter().input("x", batch, 3).node("Relu", "y", List.of("x"));
      assertEquals(3, read(model).inputs());
    }
    ModelWriter absent = new ModelWriter().input("x", 7, 3).node("Relu", "y", List.of("x"));
    absent
        .graph()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .clearDimValue();
    assertEquals(3, read(absent).inputs());
  }
}
