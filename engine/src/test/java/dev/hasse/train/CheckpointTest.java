package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  private static final LabelledSamples SAMPLES = TrainingCase.corners(50, 1);

  @ParameterizedTest
  @EnumSource
  void twoAndTwoEpochsAreFour(TrainingMethod method) throws Exception {
    TrainingCase.Outcome whole =
        TrainingCase.train("2,9,4", SAMPLES, TrainerTest.options(method, 4, 3));
    TrainingCase.Outcome half =
        TrainingCase.train("2,9,4", SAMPLES, TrainerTest.options(method, 2, 3));

    Checkpoint between = Checkpoint.read(new ByteArrayInputStream(bytes(half.last())));
    assertEquals(2, between.epoch());
    TrainingCase.Outcome rest = resumed(between, TrainerTest.options(method, 4, 3));

    assertEquals(whole.epochs().subList(2, 4), rest.epochs());
    assertArrayEquals(bytes(whole.last()), bytes(rest.last()));
  }

  private static TrainingCase.Outcome resumed(Checkpoint from, TrainingOptions options)
      throws Exception {
    try (ComputeBackend backend = TrainingCase.cpu();
        Trainer trainer =
            new Trainer(backend, Architecture.parse("2,9,4").network("net"), SAMPLES, options)) {
      trainer.resume(from);
      return TrainingCase.rest(trainer);
    }
  }

  @Test
  void anotherTrainingIsRefused() throws Exception {
    Checkpoint last =
        TrainingCase.train("2,9,4", SAMPLES, TrainerTest.options(TrainingMethod.IBP, 1, 3)).last();
    refused("'seed: 3', expected 'seed: 4'", last, TrainerTest.options(TrainingMethod.IBP, 1, 4));
    refused("'method: ibp'", last, TrainerTest.options(TrainingMethod.PGD, 1, 3));
    CheckpointException otherSamples =
        assertThrows(
            CheckpointException.class,
            () -> {
              try (ComputeBackend backend = TrainingCase.cpu();
                  Trainer trainer =
                      new Trainer(
                          backend,
                          Architecture.parse("2,9,4").network("net"),
                          TrainingCase.corners(50, 2),
                          TrainerTest.options(TrainingMethod.IBP, 1, 3))) {
                trainer.resume(last);
              }
            });
    assertTrue(otherSamples.getMessage().contains("CRC-32 of the samples"));
  }

  /** Checkpoints from before there was the term go on: at 0 the text is theirs. */
  @Test
  void aBalanceOfZeroIsNotWritten() {
    assertTrue(
        description(0)
            .contains(
                "robust: RobustOptions[radius=0.2, clipLower=0.0, clipUpper=1.0,"
                    + " ramp=Ramp[warmup=0, length=0, shape=linear], kappaEnd=0.3, betaStart=1.0,"
                    + " betaEnd=0.0, tightness=0.5]\n"),
        description(0));
    CheckpointException refusal =
        assertThrows(
            CheckpointException.class,
            () -> new Checkpoint(description(0), 1, 1, null, null).require(description(0.5)));
    assertTrue(refusal.getMessage().contains("balance=0.5]"), refusal.getMessage());
  }

  private static String description(double balance) {
    RobustOptions robust = new RobustOptions(0.2, 0, 1, Ramp.NONE, 0.3, 1, 0, 0.5, balance);
    return TrainingText.of(
        Parameters.of(Architecture.parse("2,9,4").network("net")),
        SAMPLES,
        TrainingOptions.certified(TrainingMethod.IBP, 1, 10, new StepOptions(0.01), robust, 3));
  }

  private static void refused(String named, Checkpoint last, TrainingOptions options) {
    CheckpointException refusal =
        assertThrows(CheckpointException.class, () -> resumed(last, options));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  @Test
  void damagedFilesAreRefused() throws Exception {
    Checkpoint whole =
        new Checkpoint("a: 1\n", 2, 3, new float[] {1, 2, 3}, new float[] {4, 5, 6, 7, 8, 9});
    byte[] bytes = bytes(whole);
    assertArrayEquals(bytes, bytes(Checkpoint.read(new ByteArrayInputStream(bytes))));
    unreadable("no checkpoint", "something else".getBytes(StandardCharsets.UTF_8));
    unreadable("no checkpoint", new byte[0]);
    for (int length = 8; length < bytes.length; length++) {
      unreadable("damaged", Arrays.copyOf(bytes, length));
    }
    byte[] newer = bytes.clone();
    newer[11] = 9;
    unreadable("version 9", newer);
    for (int k = 12; k < bytes.length; k++) {
      byte[] flipped = bytes.clone();
      flipped[k] ^= 4;
      unreadable("damaged", flipped);
    }
  }

  private static void unreadable(String named, byte[] bytes) {
    CheckpointException refusal =
        assertThrows(
            CheckpointException.class, () -> Checkpoint.read(new ByteArrayInputStream(bytes)));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    checkpoint.write(bytes);
    return bytes.toByteArray();
  }
}
