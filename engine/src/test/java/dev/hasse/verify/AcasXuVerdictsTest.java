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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The verdicts that the field agrees on, of networks and properties that others made. */
@Tag("slow")
final class AcasXuVerdictsTest {
  private static final double SECONDS = 60;

  @TestFactory
  Stream<DynamicTest> verdictsAreThePublishedOnes() throws Exception {
    Path data = SharedData.folder();
    return Files.readAllLines(data.resolve("verdicts.csv")).stream()
        .filter(line -> line.startsWith("acasxu/"))
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                DynamicTest.dynamicTest(
                    cells[0] + " " + cells[1],
                    () ->
                        assertEquals(
                            cells[3],
                            decide(data.resolve(cells[0]), data.resolve(cells[1]))
                                .outcome()
                                .label())));
  }

  private static Decision decide(Path networkFile, Path propertyFile) throws Exception {
    Network network = NetworkReader.read(networkFile);
    Property property = VnnLibReader.read(propertyFile, network.inputs(), network.outputs());
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      return new PropertyVerification(analysis, VerifyOptions.within(SECONDS))
          .decide(property, (bounded, open, bound) -> {});
    }
  }
}
