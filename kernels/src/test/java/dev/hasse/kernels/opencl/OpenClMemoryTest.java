package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The arena: it grows, it is given back, and where it is too small the answer is the same. */
final class OpenClMemoryTest {
  private static final int BOXES = 300;
  private static final int WIDTH = 40;

  private final Numbers numbers = new Numbers("memory");
  private final Network network = network();
  private final BoxBatch boxes = numbers.boxes(BOXES, WIDTH, Style.DOUBLES);
  private OpenClDevice device;

  /** With a sum, so that rows are shared and merged. */
  private Network network() {
    Network.Builder builder = Network.builder("residual", WIDTH);
    int first = builder.affine("first", numbers.dense(WIDTH, WIDTH, Style.DOUBLES, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    int second = builder.affine("second", numbers.dense(WIDTH, WIDTH, Style.DOUBLES, 0), relu);
    int sum = builder.activation("after", new Relu(), builder.add("sum", second, relu));
    return builder.build(builder.affine("last", numbers.dense(3, WIDTH, Style.DOUBLES, 0), sum));
  }

  private Session open(int limit) {
    device = AnyDevice.open(limit);
    return new OpenClBackend("test", device).load(network);
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private static double[] values(Bounds bounds) {
    int length = bounds.count() * bounds.width();
    double[] lower = new double[length];
    double[] upper = new double[length];
    bounds.copyTo(lower, upper, 0);
    double[] both = new double[2 * length];
    System.arraycopy(lower, 0, both, 0, length);
    System.arraycopy(upper, 0, both, length, length);
    return both;
  }

  @Test
  void theSameQuestionHasTheSameDigits() {
    double[] first;
    try (Session session = open(1 << 24);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      first = values(analysis.outputs(boxes, BoundMethod.CROWN));
      assertArrayEquals(first, values(analysis.outputs(boxes, BoundMethod.CROWN)));
    }
    device.close();
    try (Session session = open(1 << 24);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      assertArrayEquals(first, values(analysis.outputs(boxes, BoundMethod.CROWN)), "reopened");
    }
  }

  @Test
  void closingGivesEverythingBack() {
    try (Session session = open(1 << 24)) {
      int weights = device.used();
      assertTrue(weights > 0);
      try (Lane lane = session.openLane()) {
        Tensor.Interval forgotten = lane.upload(boxes);
        assertEquals(BOXES, forgotten.boxes());
        assertTrue(device.used() > weights);
      }
      assertEquals(weights, device.used(), "after the lane");
      try (BoundAnalysis analysis = new BoundAnalysis(session)) {
        analysis.outputs(boxes, BoundMethod.CROWN);
        analysis.forward(numbers.pointsIn(boxes));
        assertEquals(weights, device.used(), "tensors that no verb or caller gave back");
      }
    }
    assertEquals(0, device.used(), "after the session");
  }

  @Test
  void aSmallArenaGivesTheSameDigits() {
    double[] roomy;
    try (Session session = open(1 << 24);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      roomy = values(analysis.outputs(boxes, BoundMethod.CROWN));
    }
    device.close();
    int narrow = 1 << 16;
    try (Session session = open(narrow);
        Lane lane = session.openLane()) {
      BoxBatch many = numbers.boxes(narrow / WIDTH, WIDTH, Style.DOUBLES);
      assertThrows(DeviceMemoryException.class, () -> lane.upload(many));
    }
    try (Session session = new OpenClBackend("test", device).load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      assertArrayEquals(roomy, values(analysis.outputs(boxes, BoundMethod.CROWN)));
    }
  }

  /** Content survives growth, which replaces the buffer. */
  @Test
  void growthKeepsWhatIsThere() {
    device = AnyDevice.open(1 << 24);
    try (LaneMemory memory = new LaneMemory(device)) {
      float[] values = new float[1 << 20];
      for (int k = 0; k < values.length; k++) {
        values[k] = k;
      }
      Block block = memory.upload(values);
      Block more = memory.take(1 << 23);
      device.run(Launch.elements(Verb.FILL, more.length(), 1).target(more).factor(3));
      assertArrayEquals(values, device.download(block, values.length));
      assertEquals(3, device.download(more, more.length())[more.length() - 1]);
      assertThrows(DeviceMemoryException.class, () -> memory.take(1 << 23));
      assertThrows(DeviceMemoryException.class, () -> memory.take(1L << 40));
    }
    assertEquals(0, device.used());
  }
}
