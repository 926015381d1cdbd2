package dev.hasse.bound;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.judge.Fraction;
import dev.hasse.judge.PatternEnumeration;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions cut by signs, against all activation patterns that have these signs. */
final class RegionsTest {
  private static final int NETWORKS = 60;
  private static final Effort SOME = Effort.of(8);

  /** What is asked of one network. */
  private interface Check {
    void run(RegionCase example, BoundAnalysis analysis);
  }

  private static void onAll(String backendName, Check check) {
    try (ComputeBackend backend = AvailableBackend.open(backendName)) {
      for (int number = 0; number < NETWORKS; number++) {
        RegionCase example = RegionCase.of(number);
        try (Session session = backend.load(example.network());
            BoundAnalysis analysis = new BoundAnalysis(session)) {
          check.run(example, analysis);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void regionsBoundTheirPoints(String backend) {
    int[] empty = new int[1];
    onAll(
        backend,
        (example, analysis) -> {
          Regions whole = example.whole();
          RegionBounds first = analysis.regions(whole, Effort.NONE, SOME);
          checkBelow(example, first, false);
          for (Effort ofNodes : new Effort[] {Effort.NONE, Effort.of(3)}) {
            for (float[][] parameters : new float[][][] {null, first.parameters()}) {
              Regions cut = example.cut(parameters);
              RegionBounds found = analysis.regions(cut, ofNodes, SOME);
              empty[0] += checkBelow(example, found, true);
            }
          }
        });
    assertTrue(empty[0] > 0, "no region was found to be empty");
  }

  /** Returns how many regions are found to be empty. */
  private static int checkBelow(RegionCase example, RegionBounds found, boolean cut) {
    int empty = 0;
    for (int b = 0; b < RegionCase.REGIONS; b++) {
      PatternEnumeration truth = example.truth(b, cut);
      String place = example + ", region " + b;
      if (contradicts(found, b)) {
        empty++;
        assertEquals(0, truth.patterns(), place + " is not empty");
      }
      for (int row = 2 * b; row < 2 * b + 2 && truth.patterns() > 0; row++) {
        Fraction exact = truth.minimum(example.objectives(), row);
        double bound = found.lower()[row];
        assertTrue(exact.isAtLeast(bound), place + ": " + bound + " is above " + exact);
      }
    }
    return empty;
  }

  private static boolean contradicts(RegionBounds found, int region) {
    for (Bounds bounds : found.bounds()) {
      for (int i = 0; bounds != null && i < bounds.width(); i++) {
        if (bounds.lower(region, i) > bounds.upper(region, i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Settled nodes keep what is known of them, and parameters go on where they were. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void whatWasFoundIsHandedOn(String backend) {
    double[] sums = new double[2];
    onAll(
        backend,
        (example, analysis) -> {
          Regions cut = example.cut(null);
          RegionBounds first = analysis.regions(cut, Effort.of(3), Effort.of(20));
          Regions again = example.settled(first, first.parameters());
          RegionBounds second = analysis.regions(again, Effort.of(3), Effort.NONE);
          RegionBounds plain = analysis.regions(example.settled(first, null), SOME, Effort.NONE);
          for (int b = 0; b < RegionCase.REGIONS; b++) {
            if (!contradicts(first, b)) {
              checkHandedOn(example.network(), first, second, b);
              for (int row = 2 * b; row < 2 * b + 2; row++) {
                sums[0] += second.lower()[row];
                sums[1] += plain.lower()[row];
              }
            }
          }
          checkBelow(example, second, true);
        });
    assertTrue(sums[0] > sums[1], "by parameters " + sums[0] + ", by the adaptive " + sums[1]);
  }

  /** The same parameters, and bounds of nodes that are no looser, of a region with two forms. */
  private static void checkHandedOn(
      Network network, RegionBounds first, RegionBounds second, int region) {
    for (Node node : network.nodes()) {
      if (node.op() instanceof Relu) {
        int from = 2 * region * node.size();
        int to = from + 2 * node.size();
        assertArrayEquals(
            Arrays.copyOfRange(first.parameters()[node.id()], from, to),
            Arrays.copyOfRange(second.parameters()[node.id()], from, to));
        Bounds known = first.bounds()[node.input()];
        Bounds found = second.bounds()[node.input()];
        for (int i = 0; i < known.width(); i++) {
          assertTrue(found.lower(region, i) >= known.lower(region, i), "lower " + i);
          assertTrue(found.upper(region, i) <= known.upper(region, i), "upper " + i);
        }
      }
    }
  }

  /** Many regions are cut into chunks; each has what it has alone. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void chunksAreJoinedInOrder(String backend) {
    double slack = backend.equals("cpu") ? 1e-4 : 0;
    onAll(
        backend,
        (example, analysis) -> {
          Regions one = example.cut(null);
          Regions many = example.repeated(one, 25);
          RegionBounds alone = analysis.regions(one, Effort.NONE, Effort.of(2));
          RegionBounds all = analysis.regions(many, Effort.NONE, Effort.of(2));
          assertEquals(25 * alone.lower().length, all.lower().length);
          for (int r = 0; r < all.lower().length; r++) {
            double expected = alone.lower()[r % alone.lower().length];
            if (expected != all.lower()[r]) {
              double scale = Math.max(1, Math.abs(expected));
              assertEquals(expected, all.lower()[r], slack * scale, example + ", row " + r);
            }
          }
          for (Node node : example.network().nodes()) {
            if (node.op() instanceof Relu) {
              checkRepeats(alone.coefficients()[node.id()], all.coefficients()[node.id()], slack);
              checkRepeats(alone.parameters()[node.id()], all.parameters()[node.id()], 10 * slack);
              assertEquals(many.count(), all.bounds()[node.input()].count());
            }
          }
        });
  }

  private static void checkRepeats(float[] expected, float[] found, double slack) {
    assertEquals(25 * expected.length, found.length);
    for (int k = 0; k < found.length; k += Math.max(1, expected.length)) {
      float[] part = Arrays.copyOfRange(found, k, k + expected.length);
      for (int i = 0; i < part.length; i++) {
        double scale = Math.max(1, Math.abs(expected[i]));
        assertEquals(expected[i], part[i], slack * scale, "value " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void aDeadlineEndsAnAscent(String backend) {
    onAll(
        backend,
        (example, analysis) -> {
          Regions whole = example.whole();
          BoundAnalysis late = analysis.until(Deadline.in(0));
          assertThrows(DeadlinePassedException.class, () -> late.regions(whole, Effort.NONE, SOME));
          boolean optimises =
              example.network().nodes().stream().anyMatch(node -> node.op() instanceof Relu);
          if (optimises) {
            BoundAnalysis soon = analysis.until(Deadline.in(0.01));
            Effort endless = Effort.of(Integer.MAX_VALUE);
            assertThrows(
                DeadlinePassedException.class, () -> soon.regions(whole, Effort.NONE, endless));
          }
          RegionBounds after = analysis.regions(whole, Effort.NONE, Effort.NONE);
          assertEquals(example.objectives().rows(), after.lower().length);
        });
  }
}
