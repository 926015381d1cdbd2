package dev.hasse.compute.reference;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import java.nio.FloatBuffer;

/** Training in plain Java and double precision. */
final class ReferenceTraining implements TrainingSession {
  private static final int SAMPLES = 64;

  private final Parameters parameters;
  private final TrainedAffine[] maps;

  ReferenceTraining(Parameters parameters) {
    this.parameters = parameters;
    this.maps = TrainedAffine.of(parameters);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public int parallelism() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public int samplesPerStep(int rowsOfSample) {
    return SAMPLES;
  }

  @Override
  public int rowsAtOnce() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void load(FloatBuffer values) {
    for (TrainedAffine map : maps) {
      if (map != null) {
        map.load(values);
      }
    }
  }

  @Override
  public TrainingLane openLane() {
    return new ReferenceTrainingLane(parameters, maps);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
