package dev.hasse.compute;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import java.nio.FloatBuffer;

/** A session of training that does what another does; tests override what should differ. */
public class DelegatingTrainingSession implements TrainingSession {
  private final TrainingSession session;

  public DelegatingTrainingSession(TrainingSession session) {
    this.session = session;
  }

  @Override
  public Parameters parameters() {
    return session.parameters();
  }

  @Override
  public int parallelism() {
    return session.parallelism();
  }

  @Override
  public int samplesPerStep(int rowsOfSample) {
    return session.samplesPerStep(rowsOfSample);
  }

  @Override
  public int rowsAtOnce() {
    return session.rowsAtOnce();
  }

  @Override
  public void load(FloatBuffer values) {
    session.load(values);
  }

  @Override
  public TrainingLane openLane() {
    return session.openLane();
  }

  @Override
  public void close() {
    session.close();
  }
}
