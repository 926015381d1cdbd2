package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the device has no room for a micro-batch the call begins anew with half of it: everything
 * is as if micro-batches had been that small from the beginning, digit by digit.
 */
class ScarceTrainingTest {
  private static final int SAMPLES = 21;
  private static final int PLANNED = 6;
  private static final AttackOptions ATTACK = new AttackOptions(3, 0.4);

  private final LossCase of = LossCase.residual();
  private final float[] values = of.values();
  private final float[] inputs = of.inputs(SAMPLES);
  private final int[] labels = of.labels(SAMPLES);
  private final float[] starts =
      PointAttack.starts(inputs, CertifiedLossTest.CLIPPED, new Random(3));

  /** What a test asks of a loss. */
  private interface Call<T> {
    T of(Evaluation evaluation);
  }

  private Evaluation.Result evaluate(Evaluation evaluation) {
    return evaluation.at(values, SAMPLES, CertifiedLossTest.TIGHT);
  }

  private float[] attack(Evaluation evaluation) {
    return evaluation
        .loss()
        .attack(
            FloatBuffer.wrap(values), inputs, labels, starts, CertifiedLossTest.CLIPPED, ATTACK);
  }

  private Optional<Node> firstNotFinite(Evaluation evaluation) {
    float[] broken = values.clone();
    broken[of.parameters().places().get(1).bias()] = Float.POSITIVE_INFINITY;
    return evaluation
        .loss()
        .firstNotFinite(FloatBuffer.wrap(broken), inputs, labels, CertifiedLossTest.MIXED);
  }

  /** With room enough, and micro-batches of so many samples. */
  private <T> T expected(String name, int micro, Call<T> call) {
    try (ScarceBackend backend = new ScarceBackend(name, micro);
        Evaluation evaluation = new Evaluation(backend, of)) {
      return call.of(evaluation);
    }
  }

  private static void assertEqual(Evaluation.Result expected, Evaluation.Result found) {
    assertEquals(expected.value(), found.value());
    assertArrayEquals(expected.gradient(), found.gradient());
  }

  /** Six samples become 3, three 2, and two 1. */
  @ParameterizedTest
  @CsvSource({
    "reference, 5, 3",
    "reference, 3, 3",
    "reference, 2, 2",
    "reference, 1, 1",
    "cpu, 4, 3",
    "cpu, 1, 1"
  })
  void aLossIsThatOfSmallMicroBatches(String name, int room, int micro) {
    Evaluation.Result expected =
        expected(
            name, micro, evaluation -> evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL));
    try (ScarceBackend backend = new ScarceBackend(name, PLANNED)) {
      try (Evaluation evaluation = new Evaluation(backend, of)) {
        backend.setRoom(room);
        assertEqual(expected, evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL));
      }
      assertEquals(0, backend.open(), "lanes left open");
    }
  }

  /** Whichever verb it is: what was summed, counted and collected by then is dropped. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void aLossDoesNotDependOnWhereMemoryEnds(String name) {
    Evaluation.Result expected = expected(name, PLANNED / 2, this::evaluate);
    assertTrue(expected.value().certified() > 0 && expected.value().correct() > 0, "counts");
    try (ScarceBackend backend = new ScarceBackend(name, PLANNED)) {
      int failures = 0;
      for (int verb = 0; ; verb++) {
        try (Evaluation evaluation = new Evaluation(backend, of)) {
          backend.failAfter(verb);
          Evaluation.Result found = evaluate(evaluation);
          if (!backend.hasFailed()) {
            assertEqual(expected(name, PLANNED, this::evaluate), found);
            break;
          }
          assertEqual(expected, found);
          failures++;
        }
      }
      assertTrue(failures > 200, failures + " places to fail at");
      assertEquals(0, backend.open(), "lanes left open");
    }
  }

  /** Points that were moved already start where they did. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void anAttackDoesNotDependOnWhereMemoryEnds(String name) {
    float[] unmoved = starts.clone();
    float[] expected = expected(name, PLANNED / 2, this::attack);
    try (ScarceBackend backend = new ScarceBackend(name, PLANNED)) {
      int failures = 0;
      for (int verb = 0; ; verb++) {
        try (Evaluation evaluation = new Evaluation(backend, of)) {
          backend.failAfter(verb);
          assertArrayEquals(expected, attack(evaluation));
          if (!backend.hasFailed()) {
            break;
          }
          failures++;
        }
      }
      assertTrue(failures > 100, failures + " places to fail at");
    }
    assertArrayEquals(unmoved, starts);
  }

  @Test
  void theFirstNodeThatIsNotFiniteIsFoundAllTheSame() {
    Optional<Node> expected = expected("cpu", PLANNED / 2, this::firstNotFinite);
    assertTrue(expected.isPresent(), "a node");
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      backend.failAfter(20);
      assertEquals(expected, firstNotFinite(evaluation));
      assertTrue(backend.hasFailed());
    }
  }

  @Test
  void laterCallsHaveNoMoreSamplesAtOnce() {
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      Evaluation.Result before = evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL);
      assertTrue(backend.uploaded().contains(PLANNED), "a micro-batch as planned");
      backend.setRoom(PLANNED - 1);
      evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL);
      backend.setRoom(Integer.MAX_VALUE);
      backend.uploaded();
      Evaluation.Result after = evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL);
      assertEquals(Set.of(PLANNED / 2), backend.uploaded());
      assertEquals(before.value().loss(), after.value().loss(), 1e-6);
      assertArrayEquals(before.gradient(), after.gradient(), 1e-6f);
    }
  }

  @Test
  void callsWithFewerRowsKeepTheirSamples() {
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      assertEquals(OptionalInt.empty(), evaluation.loss().cutTo());
      backend.failAfter(30);
      evaluate(evaluation);
      assertTrue(backend.hasFailed());
      assertEquals(OptionalInt.of(PLANNED / 2), evaluation.loss().cutTo());
      backend.uploaded();
      evaluation.at(values, SAMPLES, CertifiedLossTest.NATURAL);
      assertTrue(backend.uploaded().contains(PLANNED), "without rows as planned");
      assertEqual(expected("cpu", PLANNED / 2, this::evaluate), evaluate(evaluation));
    }
  }

  /** And with room again the next call is as good as ever. */
  @Test
  void oneSampleThatDoesNotFitIsAFailure() {
    Evaluation.Result expected = expected("cpu", 1, this::evaluate);
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      backend.setRoom(0);
      DeviceMemoryException failure =
          assertThrows(DeviceMemoryException.class, () -> evaluate(evaluation));
      assertEquals(
          "a single sample at a time does not fit the memory: room for 0 rows",
          failure.getMessage());
      assertEquals(0, backend.open(), "lanes left open");
      backend.setRoom(Integer.MAX_VALUE);
      assertEqual(expected, evaluate(evaluation));
    }
  }

  /** Only lack of memory is worth another try. */
  @Test
  void otherFailuresEndTheCall() {
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      RuntimeException broken = new IllegalStateException("broken");
      backend.failAfter(30, broken);
      assertSame(broken, assertThrows(IllegalStateException.class, () -> evaluate(evaluation)));
      assertEquals(0, backend.open(), "lanes left open");
    }
  }

  /** Whichever of the lanes it is that lacks more than memory. */
  @RepeatedTest(20)
  void otherFailuresOfAnotherLaneEndTheCallToo() {
    try (ScarceBackend backend = new ScarceBackend("cpu", PLANNED);
        Evaluation evaluation = new Evaluation(backend, of)) {
      RuntimeException broken = new IllegalStateException("broken");
      backend.setRoom(0);
      backend.failAfter(0, broken);
      assertSame(broken, assertThrows(IllegalStateException.class, () -> evaluate(evaluation)));
      assertEquals(0, backend.open(), "lanes left open");
    }
  }
}
