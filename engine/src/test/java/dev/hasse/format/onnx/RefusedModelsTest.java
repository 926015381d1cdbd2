package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;

/** Models that must be refused, with the sentence that says why. */
class RefusedModelsTest {
  @TempDir Path folder;

  private static ModelWriter vector() {
    return new ModelWriter().input("x", 0, 2);
  }

  private void assertRefused(ModelWriter model, String... parts) throws Exception {
    Path file = model.output("y").write(folder);
    assertRefused(file, parts);
  }

  private static void assertRefused(Path file, String... parts) {
    String message =
        assertThrows(InputFileException.class, () -> OnnxReader.read(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertTrue(message.startsWith(file.toString()), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void operationsThatWeDoNotKnow() throws Exception {
    assertRefused(
        vector().node("LSTM", "y", List.of("x")),
        "node 'LSTM_y'",
        "operation LSTM is not supported",
        "Gemm, GlobalAveragePool");
    assertRefused(vector().node("Softmax", "y", List.of("x")), "(end the model before it)");
    ModelWriter foreign = vector().node("Relu", "y", List.of("x"));
    foreign.graph().getNodeBuilder(0).setDomain("com.acme");
    assertRefused(foreign, "Relu of domain com.acme");
  }

  @Test
  void attributesThatWeDoNotKnow() throws Exception {
    assertRefused(
        vector().node("Add", "y", List.of("x", "x"), ModelWriter.attribute("axis", 1)),
        "attribute 'axis' of Add");
    assertRefused(
        vector().node("Flatten", "y", List.of("x"), ModelWriter.attribute("axis", 1f)),
        "type FLOAT, expected INT");
  }

  @Test
  void productsAndQuotientsOfSignals() throws Exception {
    assertRefused(vector().node("Mul", "y", List.of("x", "x")), "'Mul_y'", "must be constant");
    assertRefused(vector().node("Gemm", "y", List.of("x", "x")), "two computed values");
    ModelWriter quotient = vector().floats("c", List.of(2L), 1, 1);
    assertRefused(quotient.node("Div", "y", List.of("c", "x")), "division by a computed value");
    ModelWriter bias = vector().floats("w", List.of(2L, 2L), 1, 1, 1, 1);
    assertRefused(bias.node("Gemm", "y", List.of("x", "w", "x")), "input 2 of Gemm");
  }

  @Test
  void shapesThatDoNotFit() throws Exception {
    ModelWriter product = vector().floats("w", List.of(3L, 2L), 1, 1, 1, 1, 1, 1);
    assertRefused(product.node("MatMul", "y", List.of("x", "w")), "[1, 2] and [3, 2]");
    ModelWriter sum = vector().floats("c", List.of(3L), 1, 1, 1);
    assertRefused(sum.node("Add", "y", List.of("x", "c")), "[1, 2] and [3] do not broadcast");
    ModelWriter reshape = vector().integers("s", 3, -1);
    assertRefused(reshape.node("Reshape", "y", List.of("x", "s")), "shape [1, 2]");
    ModelWriter rows = new ModelWriter().input("x", 2, 2).floats("w", List.of(2L, 1L), 1, 1);
    assertRefused(rows.node("MatMul", "y", List.of("x", "w")), "one row only");
    assertRefused(
        new ModelWriter().input("x", 0, 2, 0).node("Relu", "y", List.of("x")),
        "input 'x'",
        "dimension 2 is open");
    assertRefused(
        vector()
            .node("Transpose", "y", List.of("x"), ModelWriter.attribute("perm", List.of(0L, 0L))),
        "not a permutation");
  }

  @Test
  void namesThatDoNotResolve() throws Exception {
    assertRefused(vector().node("Relu", "y", List.of("z")), "'z' is defined nowhere");
    assertRefused(
        vector().node("Relu", "y", List.of("z")).node("Relu", "z", List.of("y")),
        "'Relu_y'",
        "cycle");
    assertRefused(
        vector().node("Relu", "y", List.of("x")).node("Relu", "y", List.of("x")),
        "'y' is defined twice");
    assertRefused(vector().node("Relu", "x", List.of("x")), "'x' is defined twice");
    ModelWriter twice = vector().floats("c", List.of(), 1).floats("c", List.of(), 2);
    assertRefused(twice.node("Add", "y", List.of("x", "c")), "two initialisers are named 'c'");
  }

  @Test
  void graphsWithOtherThanOneInputAndOutput() throws Exception {
    assertRefused(vector().input("z", 0, 2).node("Relu", "y", List.of("x")), "2 inputs");
    assertRefused(vector().node("Relu", "y", List.of("x")).output("x"), "2 outputs");
    assertRefused(vector().floats("y", List.of(), 1), "'y' is a constant");
  }

  @Test
  void tensorsThatAreNoWeights() throws Exception {
    TensorProto good = ModelWriter.floatTensor("c", List.of(2L), 1, 1);
    assertTensorRefused(good.toBuilder().setDims(0, 3).build(), "8 bytes", "needs 12");
    assertTensorRefused(
        good.toBuilder().setDims(0, 1L << 30).addDims(1L << 30).build(), "2^31 elements");
    assertTensorRefused(good.toBuilder().setDims(0, -2).build(), "a dimension of -2");
    assertTensorRefused(good.toBuilder().addFloatData(1).build(), "both raw and listed");
    assertTensorRefused(
        good.toBuilder().setRawData(ByteString.EMPTY).build(), "0 elements", "needs 2");
    assertTensorRefused(
        good.toBuilder().setDataLocation(DataLocation.EXTERNAL).build(), "another file");
    assertTensorRefused(good.toBuilder().setDataType(DataType.FLOAT16_VALUE).build(), "FLOAT16");
    assertTensorRefused(
        good.toBuilder().setDataType(DataType.INT32_VALUE).build(), "expected float or double");
    assertTensorRefused(
        ModelWriter.floatTensor("c", List.of(2L), 1, Double.NaN), "element 1 is NaN");
    assertTensorRefused(
        ModelWriter.floatTensor("c", List.of(2L), Double.POSITIVE_INFINITY, 1), "Infinity");
  }

  private void assertTensorRefused(TensorProto tensor, String... parts) throws Exception {
    assertRefused(vector().tensor(tensor).node("Add", "y", List.of("x", "c")), parts);
  }

  @Test
  void resultsThatUnderflowOrOverflow() throws Exception {
    ModelWriter division = vector().doubles("c", List.of(), 1e308);
    assertRefused(division.node("Div", "y", List.of("x", "c")), "too small or too large");
    ModelWriter byZero = vector().doubles("c", List.of(), 0);
    assertRefused(byZero.node("Div", "y", List.of("x", "c")), "division by zero");
    ModelWriter product = vector().doubles("w", List.of(2L, 1L), 1e-308, 1);
    assertRefused(
        product.node("Gemm", "y", List.of("x", "w"), ModelWriter.attribute("alpha", 0.1f)),
        "too small or too large");
  }

  @Test
  void dimensionsThatLieTakeNoMemory() throws Exception {
    assertRefused(
        new ModelWriter().input("x", 1, 1L << 30).node("Relu", "y", List.of("x")), "activations");
    ModelWriter wide = new ModelWriter().input("x", 1 << 20, 1);
    wide.node("Transpose", "t", List.of("x")).node("Add", "y", List.of("x", "t"));
    assertRefused(wide, "more than 2^31 elements");
  }

  @Test
  void filesThatAreNoModels() throws Exception {
    Path file = folder.resolve("model.onnx");
    assertRefused(file, "no such file");
    assertRefused(folder, "is a directory");
    Files.write(file, new byte[0]);
    assertRefused(file, "is empty");
    Files.write(file, ModelProto.newBuilder().setIrVersion(8).build().toByteArray());
    assertRefused(file, "holds no ONNX graph");
    Files.writeString(file, "This is a text, and a text is not a model.");
    assertRefused(file, "is no ONNX model, or one that is cut short or damaged");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertRefused(file, "damaged gzip data");
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 1, 2);
    model.floats("w", List.of(2L, 3L), 1, 2, 3, 4, 5, 6).floats("b", List.of(3L), 1, 2, 3);
    model.doubles("v", List.of(2L, 3L), 1, 2, 3, 4, 5, 6).integers("s", -1, 2);
    model
        .node("Reshape", "f", List.of("x", "s"))
        .node("MatMul", "p", List.of("f", "w"))
        .node("Add", "q", List.of("p", "b"))
        .node("Relu", "r", List.of("q"))
        .node("Transpose", "t", List.of("r"), ModelWriter.attribute("perm", List.of(1L, 0L)))
        .node(
            "Gemm",
            "u",
            List.of("v", "t"),
            ModelWriter.attribute("alpha", 0.5f),
            ModelWriter.attribute("transB", 0))
        .node("Squeeze", "y", List.of("u"));
    Path file = model.output("y").write(folder);
    OnnxReader.read(file);
    assertTrue(new Malformed(file, OnnxReader::read).truncateEverywhere(1) > 100);
    assertTrue(new Malformed(file, OnnxReader::read).flip(7, 1_500) > 500);
  }
}
