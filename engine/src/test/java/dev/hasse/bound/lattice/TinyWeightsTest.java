package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Objectives;
import dev.hasse.format.SharedData;
import dev.hasse.format.onnx.OnnxReader;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.ExactObjective;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Networks with neurons that hardly vary, at 1e-15 and below. SCIP once called the model of one
 * infeasible whatever the objective: bounds closer together than its tolerances, coefficients that
 * it takes for zero.
 */
final class TinyWeightsTest {
  private static final double TOLERANCE = 1e-5;

  /**
   * Two hidden layers with a third of the neurons near some magnitude, over and under the trap's.
   */
  private static Network network(double magnitude, Numbers numbers) {
    Network.Builder builder = Network.builder("tiny " + magnitude, 12);
    int node = 0;
    for (int layer = 0; layer < 2; layer++) {
      int inputs = builder.size(node);
      double[] weights = numbers.vector(15 * inputs, Style.FLOATS);
      double[] bias = numbers.vector(15, Style.FLOATS);
      for (int i = 0; i < 15; i += 3) {
        for (int j = 0; j < inputs; j++) {
          weights[i * inputs + j] *= magnitude;
        }
        bias[i] *= 0.1 * magnitude;
      }
      Dense dense = new Dense(new Matrix(15, inputs, weights), bias);
      node = builder.activation("relu", new Relu(), builder.affine("dense", dense, node));
    }
    return builder.build(builder.affine("last", numbers.dense(4, 15, Style.FLOATS, 0), node));
  }

  @Test
  void neuronsOfAnySmallMagnitude() {
    for (double magnitude : new double[] {1e-6, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-18, 1e-300}) {
      Numbers numbers = new Numbers("tiny " + magnitude);
      Network network = network(magnitude, numbers);
      double[] centres = numbers.vector(2 * 12, Style.FLOATS);
      judge(network, BoxBatch.around(12, centres, 0.1, -9, 9), new int[] {0, 2});
    }
  }

  /** The published network that it happened with: neurons that training left at 1e-15. */
  @Test
  void theNetworkOfThePaper() throws Exception {
    Network network = OnnxReader.read(SharedData.folder().resolve("paper/MNIST-mlp.onnx"));
    double[] centres = new double[2 * 784];
    Numbers numbers = new Numbers("images");
    Arrays.fill(centres, 0, 784, 0.5);
    for (int y = 8; y < 20; y++) {
      for (int x = 10; x < 18; x++) {
        centres[784 + 28 * y + x] = numbers.uniform();
      }
    }
    judge(network, BoxBatch.around(784, centres, 0.02, 0, 1), new int[] {8, 0});
  }

  /** The margins of a label against all others, at both ends of the lattice. */
  private static void judge(Network network, BoxBatch boxes, int[] labels) {
    Objectives margins = Objectives.margins(network.outputs(), labels);
    try (LinearSolver scip = OpenNetwork.scip();
        OpenNetwork open = new OpenNetwork(network, "cpu");
        LatticeAnalysis lattice =
            new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard())) {
      List<LatticeBound> top = lattice.objectives(boxes, margins, RelaxationElement.top(network));
      List<LatticeBound> bottom =
          lattice.objectives(boxes, margins, RelaxationElement.bottom(network));
      for (int b = 0; b < boxes.count(); b++) {
        List<Dyadic[]> outputs = outputs(network, boxes.slice(b, b + 1));
        for (int row = margins.start(b); row < margins.start(b + 1); row++) {
          String place = network + ", box " + b + ", row " + row;
          LatticeBound found = bottom.get(row);
          assertEquals(SolveStatus.OPTIMAL, top.get(row).status(), place);
          assertEquals(SolveStatus.OPTIMAL, found.status(), place);
          double slack = TOLERANCE * Math.max(1, Math.abs(found.concrete()));
          assertTrue(top.get(row).lower() <= found.lower() + slack, place);
          assertEquals(found.concrete(), found.lower(), slack, place);
          for (Dyadic[] y : outputs) {
            Dyadic value = ExactObjective.value(margins, row, y);
            assertTrue(Dyadic.of(top.get(row).lower()).compareTo(value) <= 0, place);
            assertTrue(found.lower() <= value.doubleValue() + slack, place);
          }
        }
      }
    }
  }

  private static List<Dyadic[]> outputs(Network network, BoxBatch box) {
    ExactNetwork exact = new ExactNetwork(network);
    Numbers numbers = new Numbers("points of " + network);
    List<Dyadic[]> outputs = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      outputs.add(exact.outputs(numbers.pointsIn(box)));
    }
    return outputs;
  }
}
