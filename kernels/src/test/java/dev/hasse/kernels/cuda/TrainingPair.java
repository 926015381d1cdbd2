package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.numeric.Outward;
import java.nio.FloatBuffer;
import java.util.List;

/** The same parameters on cuda and on the reference, one lane each. */
final class TrainingPair implements AutoCloseable {
  private final Side tested;
  private final Side reference;

  /** Loads random parameters. */
  TrainingPair(Parameters parameters, Numbers numbers) {
    FloatBuffer values = FloatBuffer.wrap(floats(numbers, parameters.count()));
    this.tested = new Side("cuda", parameters, values);
    this.reference = new Side("reference", parameters, values);
  }

  static float[] floats(Numbers numbers, int count) {
    double[] values = numbers.vector(count, Style.FLOATS);
    float[] floats = new float[count];
    for (int k = 0; k < count; k++) {
      floats[k] = Outward.floatNearest(values[k]);
    }
    return floats;
  }

  /** What a few verbs make, on whichever lane. */
  interface Work {
    double[] on(TrainingLane lane);
  }

  /**
   * Compares both lanes.
   *
   * @param magnitudes the same verbs on the magnitudes of all arguments: what roundings are
   *     relative to
   * @param terms of a sum
   */
  void check(String what, Work work, Work magnitudes, int terms) {
    double[] found = work.on(tested.lane);
    double[] expected = work.on(reference.lane);
    double[] scale = magnitudes.on(reference.lane);
    assertEquals(expected.length, found.length, what);
    for (int k = 0; k < expected.length; k++) {
      double allowed = (terms + 8) * 0x1p-24 * scale[k] + 1e-30;
      double error = Math.abs(found[k] - expected[k]);
      assertTrue(error <= allowed, what + " " + k + ": " + found[k] + " for " + expected[k]);
    }
  }

  /** The lane's gradient, which becomes 0. */
  double[] gradient(TrainingLane lane) {
    FloatBuffer target = FloatBuffer.allocate(tested.session.parameters().count());
    lane.collectGradient(target);
    double[] gradient = new double[target.capacity()];
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] = target.get(k);
    }
    return gradient;
  }

  @Override
  public void close() {
    List.of(tested, reference).forEach(Side::close);
  }

  private static final class Side {
    private final ComputeBackend backend;
    private final TrainingSession session;
    private final TrainingLane lane;

    Side(String name, Parameters parameters, FloatBuffer values) {
      this.backend = AvailableBackend.open(name);
      this.session = backend.train(parameters);
      session.load(values);
      this.lane = session.openLane();
    }

    void close() {
      lane.close();
      session.close();
      backend.close();
    }
  }
}
