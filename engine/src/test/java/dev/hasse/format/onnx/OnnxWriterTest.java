package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Matrix;
import dev.hasse.format.InputFileException;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.network.Window;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onnx.Onnx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are read back and evaluated by a few lines that share nothing with the engine. */
class OnnxWriterTest {
  @TempDir Path folder;

  @Test
  void writesWhatTheNetworkComputes() throws IOException {
    Network.Builder builder = Network.builder("residual", 3);
    int scaled =
        builder.affine("s", new Scale(new double[] {2, 1, -1}, new double[] {1, 0, 4}, 0), 0);
    int dense =
        builder.affine(
            "d", dense(new double[][] {{1, -2, 3}, {0, 4, -1}, {2, 2, 2}}, -1, 5, -9), scaled);
    int relu = builder.activation("r", new Relu(), dense);
    int sum = builder.add("a", relu, scaled);
    int output = builder.affine("o", dense(new double[][] {{1, 1, -1}, {3, 0, 2}}, 0, 7), sum);
    Onnx.ModelProto model = written(builder.build(output));

    // By hand, x = (1, 2, 3): scaled (3, 2, 1); dense (1, 12, 3); sum (4, 14, 4).
    assertArrayEquals(new float[] {14, 27}, evaluate(model, 1, 2, 3));
    // x = (-4, 5, 0): scaled (-7, 5, 4); dense (-6, 21, -5), relu (0, 21, 0); sum (-7, 26, 4).
    assertArrayEquals(new float[] {15, -6}, evaluate(model, -4, 5, 0));
  }

  @Test
  void declaresVersionsNamesAndShapes() throws IOException {
    Network.Builder builder = Network.builder("small", 2);
    Onnx.ModelProto model =
        written(builder.build(builder.affine("d", dense(new double[][] {{1, 2}}, 3), 0)));

    assertEquals(8, model.getIrVersion());
    assertEquals("hasse", model.getProducerName());
    assertEquals(1, model.getOpsetImportCount());
    assertEquals("", model.getOpsetImport(0).getDomain());
    assertEquals(13, model.getOpsetImport(0).getVersion());
    assertEquals("input", model.getGraph().getInput(0).getName());
    assertEquals("output", model.getGraph().getOutput(0).getName());
    Onnx.TypeProto.Tensor input = model.getGraph().getInput(0).getType().getTensorType();
    assertEquals(Onnx.TensorProto.DataType.FLOAT_VALUE, input.getElemType());
    assertEquals("N", input.getShape().getDim(0).getDimParam());
    assertEquals(2, input.getShape().getDim(1).getDimValue());
    assertEquals(List.of(1L, 2L), model.getGraph().getInitializer(0).getDimsList());
    assertEquals(8, model.getGraph().getInitializer(0).getRawData().size());
  }

  @Test
  void refusesWhatItCannotDenoteExactly() {
    Network.Builder rounded = Network.builder("rounded", 1);
    refuses(rounded.build(rounded.affine("d", dense(new double[][] {{0.1}}, 0), 0)), "0.1");

    Network.Builder huge = Network.builder("huge", 1);
    refuses(huge.build(huge.affine("d", dense(new double[][] {{1}}, 1e300), 0)), "1.0E300");

    Network.Builder inexact = Network.builder("inexact", 1);
    Scale scale = new Scale(new double[] {1}, new double[] {0}, 1e-16);
    refuses(inexact.build(inexact.affine("third", scale, 0)), "third");

    Network.Builder selected = Network.builder("selected", 2);
    Select zero = new Select(2, new int[] {1, Select.ZERO});
    refuses(selected.build(selected.select("pad", zero, 0)), "Select that yields zeros");

    Network.Builder cut = Network.builder("cut", 5);
    Window firstOnly = new Window(5, 2, 2, 1, 1, 0);
    Convolution convolution =
        new Convolution(1, 1, Window.over(1), firstOnly, new double[2], new double[1], 0);
    refuses(cut.build(cut.affine("c", convolution, 0)), "leaves out pixels");

    refuses(Network.builder("nothing", 1).build(0), "no operation");
  }

  /** Judged by reading back, which {@link ModelMeaningTest} judges. */
  @Test
  void writesConvolutionsSigmoidsAndIndexMaps() throws IOException, InputFileException {
    Numbers numbers = new Numbers("written convolutions");
    for (int k = 0; k < 60; k++) {
      Window rows = window(numbers);
      Window columns = window(numbers);
      int groups = 1 + numbers.below(2);
      int[] channels = {groups * (1 + numbers.below(2)), groups * (1 + numbers.below(2)), groups};
      Window[] windows = {rows, columns};
      Convolution convolution = numbers.convolution(windows, channels, Style.FLOATS, 0);
      Network.Builder builder = Network.builder("convolution", convolution.inputs());
      int node = builder.affine("c", convolution, 0);
      node = builder.activation("s", new Sigmoid(), node);
      int width = builder.size(node);
      node = builder.select("g", numbers.select(width, 1 + numbers.below(width)), node);
      Network network = builder.build(node);
      Path file = folder.resolve("network.onnx");
      OnnxWriter.write(network, file);
      Network read = OnnxReader.read(file);
      double[] point = numbers.vector(network.inputs(), Style.FLOATS);
      assertArrayEquals(
          ForwardEvaluation.of(network, point), ForwardEvaluation.of(read, point), 1e-12);
    }
  }

  /** A window that meets all pixels but, perhaps, fewer than its stride. */
  private static Window window(Numbers numbers) {
    int kernel = 1 + numbers.below(3);
    int stride = 1 + numbers.below(3);
    int dilation = 1 + numbers.below(2);
    int output = 1 + numbers.below(4);
    int extent = (output - 1) * stride + (kernel - 1) * dilation + 1;
    int padding = numbers.below(Math.min(3, extent));
    int input = Math.max(1, extent - padding - numbers.below(2) + numbers.below(stride));
    return new Window(input, output, kernel, stride, dilation, padding);
  }

  @Test
  void leavesNothingBehindWhereItCannotWrite() throws IOException {
    Network.Builder builder = Network.builder("small", 1);
    Network network = builder.build(builder.activation("r", new Relu(), 0));
    Path missing = folder.resolve("missing").resolve("small.onnx");
    assertThrows(NoSuchFileException.class, () -> OnnxWriter.write(network, missing));

    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("inside"), "x");
    assertThrows(IOException.class, () -> OnnxWriter.write(network, taken));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(taken), left.toList());
    }
  }

  private void refuses(Network network, String named) {
    Path file = folder.resolve("refused.onnx");
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> OnnxWriter.write(network, file));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    assertFalse(Files.exists(file));
  }

  private Onnx.ModelProto written(Network network) throws IOException {
    Path file = folder.resolve("network.onnx");
    OnnxWriter.write(network, file);
    return Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
  }

  private static Dense dense(double[][] weights, double... bias) {
    double[] flat = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
    return new Dense(new Matrix(weights.length, weights[0].length, flat), bias);
  }

  /** Follows the ONNX operator definitions for one sample. */
  private static float[] evaluate(Onnx.ModelProto model, float... input) {
    Map<String, float[]> values = new HashMap<>();
    for (Onnx.TensorProto tensor : model.getGraph().getInitializerList()) {
      float[] content = new float[tensor.getRawData().size() / 4];
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(content);
      values.put(tensor.getName(), content);
    }
    values.put("input", input);
    for (Onnx.NodeProto node : model.getGraph().getNodeList()) {
      float[] a = values.get(node.getInput(0));
      float[] b = node.getInputCount() > 1 ? values.get(node.getInput(1)) : null;
      float[] result =
          switch (node.getOpType()) {
            case "Gemm" -> {
              assertEquals("transB", node.getAttribute(0).getName());
              assertEquals(1, node.getAttribute(0).getI());
              yield gemm(a, b, values.get(node.getInput(2)));
            }
            case "Relu" -> elementwise(a, a, (x, y) -> Math.max(x, 0));
            case "Add" -> elementwise(a, b, (x, y) -> x + y);
            case "Mul" -> elementwise(a, b, (x, y) -> x * y);
            default -> throw new AssertionError(node.getOpType());
          };
      values.put(node.getOutput(0), result);
    }
    return values.get("output");
  }

  private static float[] gemm(float[] x, float[] weights, float[] bias) {
    float[] y = bias.clone();
    for (int i = 0; i < weights.length; i++) {
      y[i / x.length] += weights[i] * x[i % x.length];
    }
    return y;
  }

  private interface Operation {
    float apply(float x, float y);
  }

  private static float[] elementwise(float[] a, float[] b, Operation operation) {
    assertEquals(a.length, b.length);
    float[] result = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = operation.apply(a[i], b[i]);
    }
    return result;
  }
}
