package dev.hasse.compute.training;

import java.nio.FloatBuffer;

/**
 * The parameters of one network on one device, as they are at one step of training. Lanes read them
 * together; {@link #load} must not run beside a lane's verbs.
 */
public interface TrainingSession extends AutoCloseable {
  Parameters parameters();

  /** How many lanes the device keeps busy. */
  int parallelism();

  /**
   * How many samples a lane should take at once when each has so many rows over the widest node.
   */
  int samplesPerStep(int rowsOfSample);

  /**
   * How many rows over the network's nodes a lane bounds best at once: fewer than its samples have
   * where these then stay in a cache from one verb to the next.
   */
  int rowsAtOnce();

  /**
   * Takes the parameters of the next step.
   *
   * @param values from its position on as {@link Parameters} lays them out; may be read until the
   *     next call, and must not change before it
   */
  void load(FloatBuffer values);

  /** A worker of its own for the calling thread, with a gradient of its own, at first 0. */
  TrainingLane openLane();

  @Override
  void close();
}
