package dev.hasse.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.Property;
import dev.hasse.domain.Property.Case;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.format.onnx.OnnxReader;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every public benchmark file is read; verdicts judge both readers at once. */
@Tag("slow")
class BenchmarkFilesTest {
  @Test
  void everyNetworkLoads() throws Exception {
    for (Path file : SharedData.files(".onnx")) {
      Network network = NetworkReader.read(file);
      for (double output : ForwardEvaluation.of(network, new double[network.inputs()])) {
        assertTrue(Double.isFinite(output), network.toString());
      }
    }
  }

  @Test
  void networksHaveTheStructureThatIsPublished() throws Exception {
    Path folder = SharedData.folder();
    assertNetwork(folder.resolve("acasxu/ACASXU_run2a_1_1_batch_2000.onnx"), 5, 5, 14);
    assertNetwork(folder.resolve("mnistfc/mnist-net_256x2.onnx"), 784, 10, 6);
    assertNetwork(folder.resolve("oval21/cifar_base_kw.onnx"), 3072, 10, 8);
    assertNetwork(folder.resolve("cifar10_resnet/resnet_2b.onnx"), 3072, 10, 17);
    assertNetwork(folder.resolve("verivital/Convnet_avgpool.onnx"), 784, 10, 5);
    assertNetwork(folder.resolve("marabou_cifar10/cifar10_small.onnx"), 3072, 10, 12);
    assertNetwork(folder.resolve("paper/MNIST-mlp.onnx"), 784, 10, 5);
    assertNetwork(folder.resolve("vnncomp_test/test_nano.onnx"), 1, 1, 3);
  }

  private static void assertNetwork(Path file, int inputs, int outputs, int nodes)
      throws InputFileException {
    Network network = OnnxReader.read(file);
    assertEquals(inputs, network.inputs(), network.toString());
    assertEquals(outputs, network.outputs(), network.toString());
    assertEquals(nodes, network.nodes().size(), network.toString());
  }

  /** The images of these properties are classified as the property says they should be. */
  @Test
  void imagesAreClassifiedAsTheirPropertiesSay() throws Exception {
    Path folder = SharedData.folder();
    for (String name : List.of("mnist-net_256x2.onnx", "mnist-net_256x4.onnx")) {
      Network network = OnnxReader.read(folder.resolve("mnistfc").resolve(name));
      for (int image = 0; image < 8; image++) {
        Path file = folder.resolve("mnistfc/prop_" + image + "_0.03.vnnlib");
        Property property = VnnLibReader.read(file, 784, 10);
        assertEquals(9, property.cases().size());
        for (Case wrong : property.cases()) {
          OutputConstraint constraint = wrong.constraints().get(0);
          assertFalse(holds(constraint, ForwardEvaluation.of(network, middle(wrong))));
        }
      }
    }
  }

  /** Where every tool proved that there is no counterexample, no point may be one. */
  @Test
  void provenPropertiesHoldAtSampledPoints() throws Exception {
    Path folder = SharedData.folder();
    Map<String, Network> networks = new HashMap<>();
    Random random = new Random(17);
    int judged = 0;
    for (String line : Files.readAllLines(folder.resolve("verdicts.csv"))) {
      List<String> cells = List.of(line.split(",", -1));
      String name = Path.of(cells.get(0)).getFileName().toString();
      if (!cells.get(3).equals("unsat")) {
        continue;
      }
      if (!networks.containsKey(name)) {
        networks.put(name, OnnxReader.read(folder.resolve(cells.get(0))));
      }
      Network network = networks.get(name);
      Path file = folder.resolve(cells.get(1));
      for (Case box : VnnLibReader.read(file, network.inputs(), network.outputs()).cases()) {
        for (int sample = 0; sample < 3; sample++) {
          double[] outputs = ForwardEvaluation.of(network, sampled(box, random));
          assertFalse(
              box.constraints().stream().allMatch(constraint -> holds(constraint, outputs)), line);
        }
        judged++;
      }
    }
    assertTrue(judged > 100, judged + " cases judged");
  }

  @Test
  void everyPropertyLoads() throws Exception {
    for (Path file : SharedData.files(".vnnlib")) {
      String text = Files.readString(file);
      int inputs = text.split("declare-const X_", -1).length - 1;
      int outputs = text.split("declare-const Y_", -1).length - 1;
      Property property = VnnLibReader.read(file, inputs, outputs);
      assertTrue(!property.cases().isEmpty(), file.toString());
      String message =
          assertThrows(InputFileException.class, () -> VnnLibReader.read(file, inputs, outputs + 1))
              .getMessage();
      assertTrue(message.contains("the file declares " + outputs + " output"), message);
    }
  }

  @Test
  void propertySixHasTwoBoxesWithFourConditionsEach() throws Exception {
    Path file = SharedData.folder().resolve("acasxu/prop_6.vnnlib");
    Property property = VnnLibReader.read(file, 5, 5);
    assertEquals(8, property.cases().size());
    assertEquals(-0.11140846, property.boxes().upper(4, 1), 1e-15);
    assertEquals(0.11140846, property.boxes().lower(0, 1), 1e-15);
  }

  @Test
  void truncatedNetworksAreRefused() throws Exception {
    Path folder = SharedData.folder();
    Path temporary = Files.createTempDirectory("hasse");
    Path copy = temporary.resolve("network.onnx");
    Files.copy(folder.resolve("acasxu/ACASXU_run2a_1_1_batch_2000.onnx"), copy);
    try {
      Malformed malformed = new Malformed(copy, OnnxReader::read);
      assertTrue(malformed.truncateEverywhere(97) > 300);
      malformed.flip(23, 300);
    } finally {
      for (String name : List.of("damaged-network.onnx", "network.onnx")) {
        Files.deleteIfExists(temporary.resolve(name));
      }
      Files.delete(temporary);
    }
  }

  private static boolean holds(OutputConstraint constraint, double[] outputs) {
    double value = constraint.constant();
    for (int i = 0; i < outputs.length; i++) {
      value += constraint.coefficient(i) * outputs[i];
    }
    return value <= 0;
  }

  private static double[] middle(Case box) {
    double[] middle = box.box().lower();
    for (int i = 0; i < middle.length; i++) {
      middle[i] = (middle[i] + box.box().upper(0, i)) / 2;
    }
    return middle;
  }

  private static double[] sampled(Case box, Random random) {
    double[] point = box.box().lower();
    for (int i = 0; i < point.length; i++) {
      point[i] += random.nextDouble() * (box.box().upper(0, i) - point[i]);
    }
    return point;
  }
}
