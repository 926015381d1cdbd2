package dev.hasse.kernels.cuda.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What docs/kernels.md promises of the tiled kernels, on emulated counts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KernelTargetsTest {
  private static final double MOST_SECTORS = 1.05;
  private static final double LEAST_FUSED_SHARE = 0.85;

  private static final double LEAST_SHARE_OF_PEAK = 0.7;
  private static final Set<Signature> TILED =
      EnumSet.of(
          Signature.INTERVAL_AFFINE,
          Signature.MAGNITUDE_AFFINE,
          Signature.BACK_AFFINE,
          Signature.BACK_AFFINE_NARROW);

  private Model model;

  @BeforeAll
  void record() throws IOException, InterruptedException {
    model = new Model(Perceptron.MNIST_6, 1);
  }

  @Test
  void requestsTouchHardlyMoreSectorsThanTheyMust() {
    for (Recording.Launch launch : launches()) {
      Counts counts = launch.counts();
      assertTrue(counts.sectors() <= MOST_SECTORS * counts.idealSectors(), launch::toString);
    }
  }

  @Test
  void sharedMemoryHasNoBankConflicts() {
    Set<Signature> seen = EnumSet.noneOf(Signature.class);
    for (Recording.Launch launch : launches()) {
      assertEquals(0, launch.counts().conflicts(), launch::toString);
      seen.add(launch.shape().signature());
    }
    assertEquals(TILED, seen);
  }

  @Test
  void innerLoopsOfBackSubstitutionAreFusedMultiplyAdds() {
    for (Recording recording : model.recordings()) {
      recording
          .innerLoops()
          .forEach(
              (kernel, loop) -> {
                if (Model.BACK_SUBSTITUTION.contains(kernel)) {
                  assertTrue(loop.fusedShare() >= LEAST_FUSED_SHARE, kernel + ": " + loop);
                }
              });
    }
  }

  @Test
  void backSubstitutionIsPredictedNearThePeak() throws IOException {
    double share = model.time(BoundMethod.CROWN, 1024).shareOfPeak(Model.BACK_SUBSTITUTION);
    assertTrue(share >= LEAST_SHARE_OF_PEAK, "predicted " + share);
    assertTrue(share < 1, "predicted " + share);
  }

  private List<Recording.Launch> launches() {
    return model.recordings().stream()
        .flatMap(recording -> recording.launches().stream())
        .filter(launch -> TILED.contains(launch.shape().signature()))
        .toList();
  }
}
