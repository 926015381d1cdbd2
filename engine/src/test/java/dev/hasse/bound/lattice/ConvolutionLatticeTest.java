package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.analytic.AnalyticBound;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.judge.Style;
import dev.hasse.network.Convolution;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.network.Window;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Convolutions, maxima over windows, residual sums and zero padding in the models of the lattice:
 * linear programs stay below the exact minimum, which enumeration of patterns finds, and
 * mixed-integer programs reach it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConvolutionLatticeTest {
  private static final double SOLVER_TOLERANCE = 1e-5;

  private final LinearSolver scip = OpenNetwork.scip();

  @AfterAll
  void closeSolver() {
    scip.close();
  }

  /** Two inputs become an image of one channel; then come two or three steps. */
  static Network network(Numbers numbers) {
    Network.Builder builder = Network.builder("image", 2);
    int side = 3;
    int node = builder.affine("in", numbers.dense(side * side, 2, Style.DOUBLES, 0), 0);
    Window[] same = {new Window(3, 3, 2, 1, 1, 1), new Window(3, 3, 3, 1, 1, 1)};
    node = builder.affine("conv", convolution(same, 1, numbers), node);
    switch (numbers.below(4)) {
      case 0 -> {
        int relu = builder.activation("relu", new Relu(), node);
        int back = builder.affine("back", convolution(same, 1, numbers), relu);
        node = builder.add("residual", node, back);
      }
      case 1 -> node = maximum(builder, node);
      case 2 -> {
        int[] source = {Select.ZERO, 4, 3, 8, Select.ZERO, 0};
        node = builder.select("pad", new Select(9, source), node);
      }
      default -> {
        Window[] strided = {new Window(3, 2, 2, 1, 1, 0), new Window(3, 2, 2, 2, 1, 1)};
        node = builder.affine("strided", convolution(strided, 2, numbers), node);
      }
    }
    node = builder.activation("relu", new Relu(), node);
    int last = builder.size(node);
    return builder.build(builder.affine("out", numbers.dense(2, last, Style.DOUBLES, 0), node));
  }

  private static Convolution convolution(Window[] windows, int channels, Numbers numbers) {
    return numbers.convolution(windows, new int[] {1, channels, 1}, Style.DOUBLES, 0);
  }

  /** Maxima over pairs of columns, {@code b + relu(a - b)}. */
  private static int maximum(Network.Builder builder, int node) {
    Window pairs = new Window(3, 2, 2, 1, 1, 0);
    double[] difference = {1, -1};
    Convolution minus = new Convolution(1, 1, Window.over(3), pairs, difference, new double[1], 0);
    int relu = builder.activation("relu", new Relu(), builder.affine("minus", minus, node));
    Select second = new Select(9, new int[] {1, 2, 4, 5, 7, 8});
    return builder.add("maximum", builder.select("second", second, node), relu);
  }

  @Test
  void programsAgreeWithEnumeration() {
    for (int k = 0; k < 40; k++) {
      Numbers numbers = new Numbers("convolutions in the lattice " + k);
      Network network = network(numbers);
      double[] centre = numbers.vector(2, Style.DOUBLES);
      BoxBatch box = BoxBatch.around(2, centre, 0.1 + numbers.uniform(), -9, 9);
      double[] c = numbers.vector(2, Style.DOUBLES);
      Objectives objectives = new Objectives(2, new int[] {0, 1}, c, new double[1]);
      Fraction exact = new PatternEnumeration(network, box).minimum(objectives, 0);
      try (OpenNetwork open = new OpenNetwork(network);
          LatticeAnalysis lattice =
              new LatticeAnalysis(open.analysis(), scip, LatticeOptions.standard())) {
        LatticeBound top = only(lattice, box, objectives, RelaxationElement.top(network));
        assertEquals(Guarantee.RIGOROUS, top.guarantee());
        assertTrue(exact.isAtLeast(top.lower()), k + ": " + top + ", " + exact);
        LatticeBound bottom = only(lattice, box, objectives, RelaxationElement.bottom(network));
        double scale = Math.max(1, Math.abs(exact.doubleValue()));
        assertEquals(exact.doubleValue(), bottom.lower(), SOLVER_TOLERANCE * scale, "case " + k);
      }
    }
  }

  private static LatticeBound only(
      LatticeAnalysis lattice, BoxBatch box, Objectives objectives, RelaxationElement element) {
    List<LatticeBound> found = lattice.objectives(box, objectives, element);
    assertEquals(1, found.size());
    assertEquals(SolveStatus.OPTIMAL, found.get(0).status());
    return found.get(0);
  }

  /** The analytic bound of the divergence holds at points. */
  @Test
  void chordsOfConvolutions() {
    for (int k = 0; k < 40; k++) {
      Numbers numbers = new Numbers("chords of convolutions " + k);
      Network network = network(numbers);
      BoxBatch box = BoxBatch.around(2, numbers.vector(2, Style.DOUBLES), 0.5, -9, 9);
      try (OpenNetwork open = new OpenNetwork(network)) {
        Chords chords = Chords.top(open.crown(box));
        Network relaxed = ChordNetwork.of(chords);
        double[] most = AnalyticBound.of(chords);
        for (int point = 0; point < 50; point++) {
          double[] x = numbers.pointsIn(box);
          double[] f = ForwardEvaluation.of(network, x);
          double[] s = ForwardEvaluation.of(relaxed, x);
          for (int i = 0; i < f.length; i++) {
            assertTrue(Math.abs(f[i] - s[i]) <= most[i] + 1e-12, "case " + k);
          }
        }
      }
    }
  }

  @Test
  void sigmoidsAreRefusedByName() {
    Network.Builder builder = Network.builder("curved", 2);
    int relu = builder.activation("straight", new Relu(), 0);
    Network network = builder.build(builder.activation("bend", new Sigmoid(), relu));
    String message =
        assertThrows(UnsupportedOpException.class, () -> RelaxationElement.top(network))
            .getMessage();
    assertEquals("the lattice of relaxations has no Sigmoid (node 'bend')", message);
  }
}
