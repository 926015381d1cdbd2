package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Properties of networks with 784 inputs: those known to fail, and what happens at time's end. */
@Tag("slow")
final class MnistVerdictsTest {
  private static final double SECONDS = 60;

  @TestFactory
  Stream<DynamicTest> counterexamplesAreFound() throws Exception {
    Path data = SharedData.folder();
    return Files.readAllLines(data.resolve("verdicts.csv")).stream()
        .filter(line -> line.startsWith("mnistfc/"))
        .map(line -> line.split(",", -1))
        .filter(cells -> cells[3].equals("sat"))
        .map(
            cells ->
                DynamicTest.dynamicTest(
                    cells[0] + " " + cells[1],
                    () ->
                        assertEquals(
                            Outcome.SAT, decide(data, cells[0], cells[1], SECONDS).outcome())));
  }

  /** Nobody has decided this one in 360 seconds; whoever does will find another. */
  @TestFactory
  Stream<DynamicTest> theTimeLimitHolds() throws Exception {
    Path data = SharedData.folder();
    return Stream.of(0.01, 0.5, 3.0)
        .map(
            limit ->
                DynamicTest.dynamicTest(
                    limit + " s",
                    () -> {
                      String network = "mnistfc/mnist-net_256x4.onnx";
                      Decision decision =
                          decide(data, network, "mnistfc/prop_1_0.03.vnnlib", limit);
                      assertEquals(Outcome.TIMEOUT, decision.outcome());
                      assertTrue(decision.seconds() < limit + 2, decision.seconds() + " s");
                      assertTrue(decision.open() >= 1 && decision.bound() <= 0);
                    }));
  }

  private static Decision decide(Path data, String networkFile, String propertyFile, double seconds)
      throws Exception {
    Network network = NetworkReader.read(data.resolve(networkFile));
    Path property = data.resolve(propertyFile);
    Property read = VnnLibReader.read(property, network.inputs(), network.outputs());
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return new PropertyVerification(analysis, VerifyOptions.within(seconds))
          .decide(read, (bounded, open, bound) -> {});
    }
  }
}
