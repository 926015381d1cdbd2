package dev.hasse.kernels.cuda.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the model says of a larger batch is what the emulator counts there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PassPlanTest {
  private static final Perceptron NETWORK = Perceptron.of("small", "5-50-50-70-5");

  private Recording few;
  private Recording many;

  @BeforeAll
  void record() throws IOException, InterruptedException {
    few = Recording.of(NETWORK, 64, BoundMethod.CROWN.name(), H100.EMULATED);
    many = Recording.of(NETWORK, 256, BoundMethod.CROWN.name(), H100.EMULATED);
  }

  @Test
  void launchesAreThoseOfTheBackend() throws IOException {
    assertEquals(launches(many), plan(many.limits(), 256));
  }

  @Test
  void rowsAreCutAsTheBackendCutsThem() throws IOException, InterruptedException {
    Recording cut =
        Recording.of(NETWORK, 256, BoundMethod.CROWN.name(), "multiprocessors=132;memory=20000000");
    assertTrue(cut.limits().rowsPerBlock() < 256 * 2 * 50, cut.limits().printed());
    assertEquals(launches(cut), plan(cut.limits(), 256));
  }

  @Test
  void boxesAreCutAsTheBackendCutsThem() throws IOException, InterruptedException {
    Recording ibp = Recording.of(NETWORK, 64, BoundMethod.IBP.name(), H100.EMULATED);
    Recording cut = Recording.of(NETWORK, 10_000, BoundMethod.IBP.name(), H100.EMULATED);
    assertEquals(
        launches(cut),
        withoutBoxes(new PassPlan(ibp, cut.limits(), Resources.all()).launches(10_000)));
    assertTrue(cut.launches().size() > ibp.launches().size(), "one chunk");
  }

  @Test
  void blocksAreThoseOfTheBackend() throws IOException {
    Map<Signature, Resources> resources = Resources.all();
    for (Recording.Launch launch : many.launches()) {
      Resources of = resources.get(launch.shape().signature());
      assertEquals(launch.blocks(), of.blocks(launch.shape(), launch.rows()), launch::toString);
    }
  }

  /**
   * Exactly so in shared memory. Branches on data move the instructions of some kernels a little.
   * Sectors also hang on how many boxes the rows of a tile belong to, so they are compared over the
   * whole pass.
   */
  @Test
  void countsScale() throws IOException, InterruptedException {
    Recording boxes = Recording.of(NETWORK, 128, RecordedPass.VERBS_ON_BOXES, H100.EMULATED);
    CountModel model = new CountModel(List.of(few, boxes));
    double sectors = 0;
    double expectedSectors = 0;
    for (Recording.Launch launch : many.launches()) {
      Counts expected = launch.counts();
      Counts found = model.counts(launch.shape(), launch.rows());
      assertEquals(expected.wavefronts(), found.wavefronts(), 1e-9 * expected.wavefronts());
      assertEquals(
          expected.instructions(),
          found.instructions(),
          0.01 * expected.instructions(),
          launch::toString);
      sectors += found.sectors();
      expectedSectors += expected.sectors();
    }
    assertEquals(expectedSectors, sectors, 0.03 * expectedSectors);
  }

  private Map<PassPlan.Planned, Integer> plan(Limits limits, int batch) throws IOException {
    return withoutBoxes(new PassPlan(few, limits, Resources.all()).launches(batch));
  }

  /** The emulator sees rows, not whose they are. */
  private static Map<PassPlan.Planned, Integer> withoutBoxes(Map<PassPlan.Planned, Integer> plan) {
    Map<PassPlan.Planned, Integer> times = new HashMap<>();
    plan.forEach(
        (launch, count) ->
            times.merge(
                new PassPlan.Planned(launch.shape(), launch.rows(), 0), count, Integer::sum));
    return times;
  }

  private static Map<PassPlan.Planned, Integer> launches(Recording recording) {
    Map<PassPlan.Planned, Integer> times = new HashMap<>();
    for (Recording.Launch launch : recording.launches()) {
      times.merge(new PassPlan.Planned(launch.shape(), launch.rows(), 0), 1, Integer::sum);
    }
    return times;
  }
}
