package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.compute.training.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Training on the backend under test, one lane of it. */
final class OpenTraining implements AutoCloseable {
  /** Vectors do not begin where their buffers do. */
  private static final int BEFORE = 3;

  private final TrainingSession session;
  private final TrainingLane lane;

  OpenTraining(Subject subject, Parameters parameters) {
    this.session = AvailableBackend.train(subject, parameters);
    this.lane = session.openLane();
  }

  /** A network of its input alone but for one map, for verbs that ask no map. */
  static OpenTraining ofWidth(Subject subject, int width) {
    TrainingCase any = TrainingCase.identity(width);
    OpenTraining open = new OpenTraining(subject, any.parameters());
    open.load(new float[] {1, 0});
    return open;
  }

  TrainingSession session() {
    return session;
  }

  TrainingLane lane() {
    return lane;
  }

  void load(float[] values) {
    assertEquals(session.parameters().count(), values.length, "parameters of the case");
    FloatBuffer buffer = offHeap(BEFORE + values.length);
    buffer.put(BEFORE, values).position(BEFORE);
    session.load(buffer);
  }

  private static FloatBuffer offHeap(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  Values upload(int width, float[] values) {
    return lane.upload(values.length / width, width, values);
  }

  /** What the lane adds to a vector of this number. */
  double[] collect(float before) {
    return collect(lane, before);
  }

  double[] collect(TrainingLane from, float before) {
    int count = session.parameters().count();
    FloatBuffer buffer = offHeap(BEFORE + count + 1);
    for (int k = 0; k < buffer.capacity(); k++) {
      buffer.put(k, before);
    }
    buffer.position(BEFORE);
    from.collectGradient(buffer);
    double[] found = new double[count];
    for (int k = 0; k < count; k++) {
      found[k] = buffer.get(BEFORE + k);
    }
    for (int k = 0; k < BEFORE; k++) {
      assertEquals(before, buffer.get(k), "before the gradient");
    }
    assertEquals(before, buffer.get(BEFORE + count), "behind the gradient");
    return found;
  }

  @Override
  public void close() {
    lane.close();
    session.close();
  }
}
