package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Property;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.SharedData;
import dev.hasse.format.vnnlib.VnnLibReader;
import dev.hasse.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Verdicts on networks with many inputs that other people trained, against those that the tools of
 * VNN-COMP 2021 agree on: dense, convolutional, residual, with pooling. Those that take seconds.
 */
@Tag("slow")
final class PublishedVerdictsTest {
  private static final double SECONDS = 120;

  private static final List<String> QUICK =
      List.of(
          "mnist-net_256x2.onnx,mnistfc/prop_0_0.03",
          "mnist-net_256x2.onnx,mnistfc/prop_5_0.03",
          "mnist-net_256x4.onnx,mnistfc/prop_4_0.03",
          "mnist_relu_9_200.onnx,eran/mnist_spec_idx_186_",
          "cifar_base_kw.onnx,oval21/cifar_base_kw-img4549-",
          "cifar_base_kw.onnx,oval21/cifar_base_kw-img2908-",
          "resnet_2b.onnx,cifar10_resnet/prop_11_",
          "Convnet_avgpool.onnx,",
          "Convnet_maxpool.onnx,");

  @TestFactory
  Stream<DynamicTest> areReproduced() throws Exception {
    Path data = SharedData.folder();
    return Files.readAllLines(data.resolve("verdicts.csv")).stream()
        .filter(line -> QUICK.stream().anyMatch(line::contains))
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                DynamicTest.dynamicTest(
                    cells[0] + " " + cells[1],
                    () -> assertEquals(cells[3], decide(data, cells[0], cells[1]))));
  }

  private static String decide(Path data, String networkFile, String propertyFile)
      throws Exception {
    Network network = NetworkReader.read(data.resolve(networkFile));
    Property property =
        VnnLibReader.read(data.resolve(propertyFile), network.inputs(), network.outputs());
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return new PropertyVerification(analysis, VerifyOptions.within(SECONDS))
          .decide(property, (bounded, open, bound) -> {})
          .outcome()
          .label();
    }
  }
}
