package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.format.NetworkReader;
import dev.hasse.format.SharedData;
import dev.hasse.format.data.IdxBytes;
import dev.hasse.format.data.IdxReader;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.Solvers;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The order of all bounds on the networks and images that come with the program: IBP, CROWN-IBP,
 * CROWN, the top of the lattice, one exact layer, the bottom, outputs at points.
 */
final class ShippedNetworksTest {
  /** Relative to the larger of 1 and the value. */
  private static final double SOLVER_TOLERANCE = 1e-5;

  private static final int IMAGES = 1;

  @TempDir private Path folder;

  private Path unpacked(String name) throws Exception {
    Path file = folder.resolve(name.substring(name.indexOf('/') + 1));
    try (InputStream in = Hasse.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "mnist-784-32-10, mnist, 0.02",
    "mnist-784-100-100-10, mnist, 0.005",
    "fashion-784-64-32-10, fashion, 0.005"
  })
  void boundsAreOrdered(String name, String data, double radius) throws Exception {
    Network network = NetworkReader.read(unpacked("networks/" + name + ".onnx"));
    judge(network, data, radius);
  }

  /** Of the paper: neurons near 1e-15 once made SCIP call its models infeasible. */
  @Test
  void theNetworkOfThePaper() throws Exception {
    Path file = SharedData.folder().resolve("paper/MNIST-mlp.onnx");
    judge(NetworkReader.read(file), "mnist", 0.02);
  }

  private void judge(Network network, String data, double radius) throws Exception {
    IdxBytes images =
        IdxReader.images(unpacked("data/" + data + "-t10k-1000-images-idx3-ubyte.gz"));
    IdxBytes labels =
        IdxReader.labels(unpacked("data/" + data + "-t10k-1000-labels-idx1-ubyte.gz"));
    double[] centres = new double[IMAGES * 784];
    int[] classes = new int[IMAGES];
    for (int b = 0; b < IMAGES; b++) {
      classes[b] = labels.at(b, 0);
      for (int pixel = 0; pixel < 784; pixel++) {
        centres[b * 784 + pixel] = images.at(b, pixel) / 255.0;
      }
    }
    BoxBatch boxes = BoxBatch.around(784, centres, radius, 0, 1);
    Objectives margins = Objectives.margins(10, classes);
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session);
        LinearSolver scip = Solvers.open(Solvers.SCIP);
        LatticeAnalysis lattice = new LatticeAnalysis(analysis, scip, LatticeOptions.standard())) {
      checkOrder(boxes, margins, analysis, lattice);
    }
  }

  private static void checkOrder(
      BoxBatch boxes, Objectives margins, BoundAnalysis analysis, LatticeAnalysis lattice) {
    Network network = analysis.network();
    ObjectiveBounds ibp = analysis.objectives(boxes, margins, BoundMethod.IBP);
    ObjectiveBounds crownIbp = analysis.objectives(boxes, margins, BoundMethod.CROWN_IBP);
    ObjectiveBounds crown = analysis.objectives(boxes, margins, BoundMethod.CROWN);
    List<LatticeBound> top = solve(boxes, margins, lattice, RelaxationElement.top(network));
    List<LatticeBound> layer = solve(boxes, margins, lattice, RelaxationElement.layer(network, 0));
    List<LatticeBound> bottom = solve(boxes, margins, lattice, RelaxationElement.bottom(network));
    List<List<Dyadic[]>> outputs = outputs(network, boxes);
    for (int b = 0; b < boxes.count(); b++) {
      for (int row = margins.start(b); row < margins.start(b + 1); row++) {
        String place = network + ", image " + b + ", row " + row;
        double slack = SOLVER_TOLERANCE * Math.max(1, Math.abs(bottom.get(row).concrete()));
        assertTrue(ibp.lower(row) <= crownIbp.lower(row), place);
        assertTrue(crownIbp.lower(row) <= crown.lower(row), place);
        assertTrue(crown.lower(row) <= top.get(row).lower(), place);
        assertEquals(Guarantee.RIGOROUS, top.get(row).guarantee(), place);
        assertTrue(top.get(row).lower() <= layer.get(row).lower() + slack, place);
        assertTrue(layer.get(row).lower() <= bottom.get(row).lower() + slack, place);
        assertEquals(bottom.get(row).concrete(), bottom.get(row).lower(), slack, place);
        for (Dyadic[] y : outputs.get(b)) {
          Dyadic value = ExactObjective.value(margins, row, y);
          assertTrue(Dyadic.of(top.get(row).lower()).compareTo(value) <= 0, place);
          assertTrue(bottom.get(row).lower() <= value.doubleValue() + slack, place);
        }
      }
    }
  }

  private static List<LatticeBound> solve(
      BoxBatch boxes, Objectives margins, LatticeAnalysis lattice, RelaxationElement element) {
    List<LatticeBound> found = lattice.objectives(boxes, margins, element);
    for (LatticeBound bound : found) {
      assertEquals(SolveStatus.OPTIMAL, bound.status(), lattice.network() + ", " + element);
    }
    return found;
  }

  /** Exact outputs at random points of each box. */
  private static List<List<Dyadic[]>> outputs(Network network, BoxBatch boxes) {
    ExactNetwork exact = new ExactNetwork(network);
    Numbers numbers = new Numbers("points of " + network);
    List<List<Dyadic[]>> outputs = new ArrayList<>();
    for (int b = 0; b < boxes.count(); b++) {
      List<Dyadic[]> some = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        some.add(exact.outputs(numbers.pointsIn(boxes.slice(b, b + 1))));
      }
      outputs.add(some);
    }
    return outputs;
  }
}
