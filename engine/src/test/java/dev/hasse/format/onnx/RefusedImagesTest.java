package dev.hasse.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Convolutions, poolings and index maps that must be refused, with the sentence that says why. */
class RefusedImagesTest {
  @TempDir Path folder;

  private static ModelWriter image() {
    return new ModelWriter().input("x", 0, 2, 4, 4);
  }

  private static AttributeProto list(String name, long... values) {
    return ModelWriter.attribute(name, Arrays.stream(values).boxed().toList());
  }

  private void assertRefused(ModelWriter model, String... parts) throws Exception {
    Path file = model.output("y").write(folder);
    String message =
        assertThrows(InputFileException.class, () -> OnnxReader.read(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertEquals(1, message.lines().count(), message);
  }

  private void assertConvRefused(List<Long> kernel, String part, AttributeProto... attributes)
      throws Exception {
    int size = (int) kernel.stream().mapToLong(d -> d).reduce(1, (a, b) -> a * b);
    ModelWriter model = image().floats("w", kernel, new double[size]);
    assertRefused(model.node("Conv", "y", List.of("x", "w"), attributes), "node 'Conv_y'", part);
  }

  @Test
  void convolutionsThatDoNotFit() throws Exception {
    List<Long> kernel = List.of(3L, 2L, 3L, 3L);
    assertConvRefused(List.of(3L, 1L, 3L, 3L), "expected 2 in dimension 1");
    assertConvRefused(List.of(3L, 2L, 3L), "weights of shape [3, 2, 3]");
    assertConvRefused(List.of(3L, 2L, 0L, 3L), "weights of shape");
    assertConvRefused(List.of(3L, 2L, 5L, 3L), "does not fit 4 pixels");
    assertConvRefused(kernel, "expected a divisor", ModelWriter.attribute("group", 2));
    assertConvRefused(kernel, "expected a divisor", ModelWriter.attribute("group", 0));
    assertConvRefused(kernel, "expected a divisor", ModelWriter.attribute("group", 1L << 40));
    assertConvRefused(kernel, "strides [0, 1]", list("strides", 0, 1));
    assertConvRefused(kernel, "strides [1]", list("strides", 1));
    assertConvRefused(kernel, "dilations [1, 0]", list("dilations", 1, 0));
    assertConvRefused(kernel, "does not fit 4 pixels", list("dilations", 1, 1 << 25));
    assertConvRefused(kernel, "pads [0, -1, 0, 0]", list("pads", 0, -1, 0, 0));
    assertConvRefused(kernel, "pads", list("pads", 0, 0, 0, 1L << 40));
    assertConvRefused(kernel, "values in one operation", list("pads", 1 << 14, 1 << 14, 0, 0));
    assertConvRefused(kernel, "kernel_shape [3, 2]", list("kernel_shape", 3, 2));
    assertConvRefused(kernel, "auto_pad 'X'", RandomModels.text("auto_pad", "X"));
    assertConvRefused(
        kernel, "both pads", RandomModels.text("auto_pad", "SAME_UPPER"), list("pads", 1, 1, 1, 1));
    assertConvRefused(
        kernel,
        "runtimes disagree",
        RandomModels.text("auto_pad", "SAME_LOWER"),
        list("dilations", 2, 1));
    assertConvRefused(kernel, "attribute 'x'", ModelWriter.attribute("x", 1));
  }

  @Test
  void automaticPaddingThatRuntimesDisagreeOn() throws Exception {
    assertConvRefused(
        List.of(1L, 2L, 1L, 1L),
        "leaves out pixels",
        RandomModels.text("auto_pad", "SAME_UPPER"),
        list("strides", 4, 4));
  }

  @Test
  void signalsThatAreNoImages() throws Exception {
    ModelWriter solid = new ModelWriter().input("x", 0, 1, 2, 2, 2);
    solid.floats("w", List.of(1L, 1L, 1L, 1L, 1L), 1);
    assertRefused(solid.node("Conv", "y", List.of("x", "w")), "one or two axes");
    ModelWriter batch = new ModelWriter().input("x", 3, 1, 2, 2);
    batch.floats("w", List.of(1L, 1L, 1L, 1L), 1);
    assertRefused(batch.node("Conv", "y", List.of("x", "w")), "the batch must be 1");
    assertRefused(image().node("Conv", "y", List.of("x", "x")), "must be a constant");
    ModelWriter bias = image().floats("w", List.of(1L, 2L, 1L, 1L), 1, 1);
    bias.floats("b", List.of(2L), 1, 1);
    assertRefused(bias.node("Conv", "y", List.of("x", "w", "b")), "1 channels");
  }

  @Test
  void poolingsThatDoNotFit() throws Exception {
    AttributeProto two = list("kernel_shape", 2, 2);
    assertRefused(image().node("MaxPool", "y", List.of("x")), "without kernel_shape");
    for (String operation : List.of("MaxPool", "AveragePool")) {
      assertRefused(
          image().node(operation, "y", List.of("x"), two, list("pads", 2, 2, 0, 0)),
          "nothing but padding");
      assertRefused(
          image().node(operation, "y", List.of("x"), list("kernel_shape", 1 << 20, 1 << 20)),
          "does not fit");
    }
    assertRefused(
        image()
            .node(
                "AveragePool",
                "y",
                List.of("x"),
                two,
                list("strides", 3, 3),
                ModelWriter.attribute("ceil_mode", 1),
                ModelWriter.attribute("count_include_pad", 1)),
        "pass the padding");
    assertRefused(
        image().node("ReduceMean", "y", List.of("x"), list("axes", 2)), "a mean over axes [2]");
    assertRefused(
        image()
            .node(
                "AveragePool",
                "y",
                List.of("x"),
                list("kernel_shape", 1 << 20, 1 << 20),
                list("pads", 1 << 20, 1 << 20, 0, 0),
                ModelWriter.attribute("count_include_pad", 1)),
        "values in one operation");
  }

  @Test
  void indexMapsThatDoNotFit() throws Exception {
    ModelWriter twice = image().integers("i", 1, 1);
    assertRefused(
        twice.node("Gather", "y", List.of("x", "i"), ModelWriter.attribute("axis", 2)),
        "index 1 twice");
    ModelWriter beyond = image().integers("i", 4);
    assertRefused(
        beyond.node("Gather", "y", List.of("x", "i"), ModelWriter.attribute("axis", 2)),
        "index 4 of dimension 2");
    assertRefused(
        image().node("Pad", "y", List.of("x"), RandomModels.text("mode", "reflect")), "'reflect'");
    assertRefused(image().node("Pad", "y", List.of("x"), list("pads", 0, 1)), "2 pads for 4 axes");
    assertRefused(
        image().node("Pad", "y", List.of("x"), list("pads", 0, 0, 0, -9, 0, 0, 0, 0)), "to -5");
    assertRefused(
        image().node("Slice", "y", List.of("x"), list("starts", 3), list("ends", 2)), "empty");
    assertRefused(
        image().node("Concat", "y", List.of("x", "x"), ModelWriter.attribute("axis", 0)),
        "along the batch");
    ModelWriter split = image();
    split.node("Split", "y", List.of("x"), list("split", 1, 2), ModelWriter.attribute("axis", 1));
    assertRefused(split, "sizes [1, 2]");
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    ModelWriter model = new ModelWriter().input("x", 0, 2, 5, 5);
    model.floats("w", List.of(2L, 1L, 2L, 2L), 1, 2, 3, 4, 5, 6, 7, 8);
    model.floats("v", List.of(2L), 1, 2).integers("p", 0, 0, 1, 0, 0, 0, 0, 1);
    model.integers("i", 1, 0);
    model
        .node(
            "Conv",
            "a",
            List.of("x", "w", "v"),
            ModelWriter.attribute("group", 2),
            list("pads", 1, 0, 1, 0),
            list("strides", 1, 1),
            list("dilations", 1, 2))
        .node("BatchNormalization", "b", List.of("a", "v", "v", "v", "v"))
        .node(
            "MaxPool",
            "c",
            List.of("b"),
            list("kernel_shape", 3, 2),
            list("pads", 1, 1, 1, 0),
            list("strides", 2, 1),
            ModelWriter.attribute("ceil_mode", 1))
        .node("Pad", "d", List.of("c", "p"))
        .node("AveragePool", "e", List.of("d"), list("kernel_shape", 2, 2))
        .node("Gather", "f", List.of("e", "i"), ModelWriter.attribute("axis", 1))
        .node("Concat", "g", List.of("f", "e"), ModelWriter.attribute("axis", 1))
        .node("Slice", "h", List.of("g"), list("starts", 1), list("ends", 9), list("axes", 1))
        .node("Clip", "k", List.of("h"), ModelWriter.attribute("max", 6f))
        .node("LeakyRelu", "l", List.of("k"), ModelWriter.attribute("alpha", 0.25f))
        .node("Tanh", "y", List.of("l"));
    Path file = model.output("y").write(folder);
    OnnxReader.read(file);
    assertTrue(new Malformed(file, OnnxReader::read).truncateEverywhere(1) > 100);
    assertTrue(new Malformed(file, OnnxReader::read).flip(11, 1_500) > 300);
  }
}
