package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.lattice.ChordNetwork;
import dev.hasse.bound.lattice.Chords;
import dev.hasse.bound.lattice.DifferenceNetwork;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The figures of the paper's worked example, and its maximum by enumeration. */
class PerceptronTest {
  private static final double CLOSE = 1e-14;

  private ComputeBackend backend;
  private DivergenceAnalysis analysis;
  private Chords chords;

  @BeforeEach
  void open() throws Exception {
    backend = Backends.open("reference");
    analysis =
        new DivergenceAnalysis(
            new CostTools(backend, backend, Optional.empty()), Perceptron.network());
    chords = analysis.chords(Perceptron.BOX);
  }

  @AfterEach
  void close() {
    analysis.close();
    backend.close();
  }

  @Test
  void boundsAndSlopesAreThePapers() {
    Node relu = chords.network().node(2);
    assertEquals(-5, chords.lower(relu, 0));
    assertEquals(3, chords.upper(relu, 0));
    assertEquals(-5, chords.lower(relu, 1));
    assertEquals(7, chords.upper(relu, 1));
    assertEquals(0.375, chords.slope(relu, 0));
    assertEquals(7.0 / 12, chords.slope(relu, 1));
    assertEquals(1.875, chords.shift(relu, 0), CLOSE);
    assertEquals(35.0 / 12, chords.shift(relu, 1), CLOSE);
  }

  @Test
  void divergenceAtTheExamplePointIsThePapers() {
    double[] f = ForwardEvaluation.of(Perceptron.network(), 0.7, -0.7);
    double[] s = ForwardEvaluation.of(ChordNetwork.of(chords), 0.7, -0.7);
    double[] difference = ForwardEvaluation.of(DifferenceNetwork.of(chords), 0.7, -0.7);
    assertEquals(0.975, Math.max(Math.abs(f[0] - s[0]), Math.abs(f[1] - s[1])), CLOSE);
    assertEquals(f[0] - s[0], difference[0], CLOSE);
    assertEquals(f[1] - s[1], difference[1], CLOSE);
  }

  /**
   * On each piece of the plane where no ReLU changes side the difference is affine, so its maximum
   * is at a corner of a piece: a corner of the box, or where two of the kinks and edges meet.
   */
  @Test
  void maximumByEnumerationIsTheAnalyticBound() {
    List<double[]> lines = new ArrayList<>(); // a x + b y = c
    for (int i = 0; i < 2; i++) {
      double[] weights = Perceptron.WEIGHTS[i];
      lines.add(new double[] {weights[0], weights[1], -Perceptron.BIAS[i]});
      lines.add(new double[] {i, 1 - i, 1});
      lines.add(new double[] {i, 1 - i, -1});
    }
    double largest = 0;
    for (double[] p : lines) {
      for (double[] q : lines) {
        double determinant = p[0] * q[1] - p[1] * q[0];
        double x = (p[2] * q[1] - p[1] * q[2]) / determinant;
        double y = (p[0] * q[2] - p[2] * q[0]) / determinant;
        if (determinant != 0 && Math.abs(x) <= 1 && Math.abs(y) <= 1) {
          largest = Math.max(largest, divergence(x, y));
        }
      }
    }
    assertEquals(35.0 / 12, largest, CLOSE);
    double[] analytic = AnalyticBound.of(chords);
    assertEquals(1.875, analytic[0], CLOSE);
    assertEquals(35.0 / 12, analytic[1], CLOSE);
    DivergenceCost cost = analysis.cost(Perceptron.BOX, new Sampling(5000, 1));
    assertTrue(cost.lower() <= 35.0 / 12 && cost.lower() > 2.9, () -> "lower " + cost.lower());
    for (Quantity quantity : cost.upper().keySet()) {
      assertTrue(cost.value(quantity) >= 35.0 / 12 - CLOSE, quantity.label());
    }
    // Half width 1, one layer, largest row sum 6.
    assertEquals(3, cost.value(Quantity.NORM), CLOSE);
    // The lower line of the second ReLU is a, so its gap is at most 7/12 (a + 5) - a, 5 at a = -5.
    assertEquals(5, cost.value(Quantity.CROWN), 1e-9);
  }

  /** By hand: the chords 3/8 (a + 5) and 7/12 (a + 5). */
  private static double divergence(double x, double y) {
    double a = x + 3 * y - 1;
    double b = 2 * x - 4 * y + 1;
    return Math.max(
        Math.abs(3.0 / 8 * (a + 5) - Math.max(0, a)),
        Math.abs(7.0 / 12 * (b + 5) - Math.max(0, b)));
  }
}
