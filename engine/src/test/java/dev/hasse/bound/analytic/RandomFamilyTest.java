package dev.hasse.bound.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.lattice.ChordNetwork;
import dev.hasse.bound.lattice.Chords;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Dense;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomFamilyTest {
  /** From the list that the authors' notebook prints for seed 0. */
  @Test
  void widthsAreThePapers() {
    assertArrayEquals(new int[] {100, 47, 10}, RandomFamily.widths(1, 0));
    assertArrayEquals(new int[] {100, 50, 67, 10}, RandomFamily.widths(2, 0));
    assertArrayEquals(new int[] {100, 70, 70, 12, 10}, RandomFamily.widths(3, 0));
    assertArrayEquals(
        new int[] {
          100, 90, 33, 57, 28, 23, 60, 26, 30, 32, 36, 56, 54, 89, 10, 12, 57, 3, 86, 39, 84, 23, 6,
          45, 68, 23, 39, 71, 83, 50, 13, 10
        },
        RandomFamily.widths(30, 0));
  }

  /** The first number of NumPy's default_rng(0) is 0.6369616873214543. */
  @Test
  void layersOfThePapersFamilyShareOneStream() {
    Network network = RandomFamily.PAPER.network(3, 0);
    double first = (float) (-1 + 2 * 0.6369616873214543);
    for (int k = 1; k <= 7; k += 2) {
      Dense dense = (Dense) network.node(k).op();
      assertEquals(first, dense.weights().at(0, 0));
      assertEquals(first, dense.bias(0));
      assertEquals(dense.weights().at(1, 0), dense.bias(1));
    }
  }

  @Test
  void layersOfTheDecorrelatedFamilyDoNot() {
    Network network = RandomFamily.DECORRELATED.network(2, 0);
    Dense one = (Dense) network.node(1).op();
    Dense two = (Dense) network.node(3).op();
    assertNotEquals(one.weights().at(0, 0), two.weights().at(0, 0));
    assertNotEquals(one.weights().at(0, 0), one.bias(0));
    double sum = 0;
    for (int i = 0; i < one.outputs(); i++) {
      for (int j = 0; j < one.inputs(); j++) {
        assertTrue(Math.abs(one.weights().at(i, j)) <= 1);
        sum += one.weights().at(i, j);
      }
    }
    assertEquals(0, sum / (one.outputs() * one.inputs()), 0.05);
  }

  /**
   * The published upper bound against points that are evaluated: below them at exactly the depths
   * 18, 22, 24 and 26, and there already at the centre.
   */
  @Test
  void publishedUpperBoundFailsAtFourDepths() throws Exception {
    double[] ones = new double[RandomFamily.INPUTS];
    Arrays.fill(ones, 1);
    double[] minusOnes = new double[RandomFamily.INPUTS];
    Arrays.fill(minusOnes, -1);
    BoxBatch box = BoxBatch.single(minusOnes, ones);
    Set<Integer> fails = new TreeSet<>();
    try (ComputeBackend backend = Backends.open("reference")) {
      for (int depth = 1; depth <= 30; depth++) {
        Network network = RandomFamily.PAPER.network(depth, 0);
        try (DivergenceAnalysis analysis =
            new DivergenceAnalysis(new CostTools(backend, backend, Optional.empty()), network)) {
          Chords chords = analysis.chords(box);
          Network relaxed = ChordNetwork.of(chords);
          double published = PublishedUpperBound.of(chords);
          double center = divergence(network, relaxed, new double[RandomFamily.INPUTS]);
          if (published < center) {
            fails.add(depth);
          } else {
            double sampled = sampled(network, relaxed, depth);
            assertTrue(sampled <= published, "depth " + depth + " fails at a sample only");
          }
          double analytic = Arrays.stream(AnalyticBound.of(chords)).max().orElseThrow();
          assertTrue(center <= analytic && analytic <= NormBound.of(chords), "depth " + depth);
        }
      }
    }
    assertEquals(Set.of(18, 22, 24, 26), fails);
  }

  private static double sampled(Network network, Network relaxed, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double largest = 0;
    for (int sample = 0; sample < 50; sample++) {
      double[] point = random.doubles(RandomFamily.INPUTS, -1, 1).toArray();
      largest = Math.max(largest, divergence(network, relaxed, point));
    }
    return largest;
  }

  private static double divergence(Network network, Network relaxed, double[] point) {
    double[] f = ForwardEvaluation.of(network, point);
    double[] s = ForwardEvaluation.of(relaxed, point);
    double largest = 0;
    for (int i = 0; i < f.length; i++) {
      largest = Math.max(largest, Math.abs(f[i] - s[i]));
    }
    return largest;
  }
}
