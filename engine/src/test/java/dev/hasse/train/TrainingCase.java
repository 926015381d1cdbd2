package dev.hasse.train;

import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small trainings on the processor. */
final class TrainingCase {
  private TrainingCase() {}

  /** What a training gave. */
  record Outcome(Network network, List<EpochResult> epochs, Checkpoint last) {
    float[] values() {
      return last.values();
    }

    EpochResult lastEpoch() {
      return epochs.get(epochs.size() - 1);
    }
  }

  static Outcome train(String architecture, LabelledSamples samples, TrainingOptions options)
      throws Exception {
    try (ComputeBackend backend = cpu();
        Trainer trainer =
            new Trainer(
                backend, Architecture.parse(architecture).network("net"), samples, options)) {
      return rest(trainer);
    }
  }

  static Outcome rest(Trainer trainer) throws TrainingDivergedException {
    List<EpochResult> epochs = new ArrayList<>();
    while (trainer.hasNext()) {
      epochs.add(trainer.runEpoch(StepListener.NONE));
    }
    return new Outcome(trainer.network("net"), epochs, trainer.checkpoint());
  }

  static ComputeBackend cpu() throws BackendUnavailableException {
    return Backends.open("cpu");
  }

  /** Two classes as on a chess board of 2 x 2 fields: no linear classifier passes 3 in 4. */
  static LabelledSamples chessBoard(int count, long seed) {
    Random random = new Random(seed);
    float[] inputs = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = 2 * random.nextFloat() - 1;
      inputs[2 * i + 1] = 2 * random.nextFloat() - 1;
      labels[i] = inputs[2 * i] * inputs[2 * i + 1] > 0 ? 1 : 0;
    }
    return new LabelledSamples(2, inputs, labels);
  }

  /** Four corners of a square, one class each, with room for balls between them. */
  static LabelledSamples corners(int count, long seed) {
    Random random = new Random(seed);
    float[] inputs = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(4);
      inputs[2 * i] = labels[i] % 2 + 0.1f * random.nextFloat();
      inputs[2 * i + 1] = (labels[i] >> 1) + 0.1f * random.nextFloat();
    }
    return new LabelledSamples(2, inputs, labels);
  }
}
