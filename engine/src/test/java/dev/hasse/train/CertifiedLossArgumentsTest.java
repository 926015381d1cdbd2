package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingTrainingLane;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Sigmoid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What the loss takes and what it refuses, saying what it was. */
class CertifiedLossArgumentsTest {
  private final LossCase of = LossCase.dense();
  private final int count = of.parameters().count();
  private ComputeBackend backend;
  private CertifiedLoss loss;

  @BeforeEach
  void open() {
    backend = AvailableBackend.open("cpu");
    loss = new CertifiedLoss(backend, of.parameters());
  }

  @AfterEach
  void close() {
    loss.close();
    backend.close();
  }

  private INDArray values() {
    return Nd4j.createFromArray(of.values());
  }

  private INDArray gradient() {
    return Nd4j.zeros(DataType.FLOAT, count);
  }

  private INDArray inputs(int samples) {
    return Nd4j.createFromArray(of.inputs(samples)).reshape(samples, of.network().inputs());
  }

  private LossValue evaluate(INDArray values, INDArray gradient, INDArray inputs, int... labels) {
    return loss.evaluate(values, gradient, inputs, labels, CertifiedLossTest.MIXED);
  }

  private void assertRefused(
      String named, INDArray values, INDArray gradient, INDArray inputs, int... labels) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> evaluate(values, gradient, inputs, labels));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }

  @Test
  void refusesLabelsThatAreNoClass() {
    assertRefused("label 1 is 3", values(), gradient(), inputs(2), 0, 3);
    assertRefused("label 0 is -1", values(), gradient(), inputs(2), -1, 2);
  }

  @Test
  void refusesShapes() {
    assertRefused("[2, 5]", values(), gradient(), inputs(2), 0);
    assertRefused("[2, 4]", values(), gradient(), Nd4j.zeros(DataType.FLOAT, 2, 4), 0, 1);
    assertRefused("parameters", Nd4j.zeros(DataType.FLOAT, count - 1), gradient(), inputs(1), 0);
    assertRefused("gradient", values(), Nd4j.zeros(DataType.FLOAT, count + 1), inputs(1), 0);
  }

  @Test
  void refusesTypes() {
    assertRefused("DOUBLE", values().castTo(DataType.DOUBLE), gradient(), inputs(1), 0);
    assertRefused("DOUBLE", values(), gradient().castTo(DataType.DOUBLE), inputs(1), 0);
    assertRefused("DOUBLE", values(), gradient(), inputs(1).castTo(DataType.DOUBLE), 0);
  }

  @Test
  void refusesAnEmptyBatch() {
    assertRefused("empty batch", values(), gradient(), inputs(1));
  }

  @Test
  void takesBuffersAndRefusesThoseWithoutRoom() {
    FloatBuffer parameters = FloatBuffer.wrap(of.values());
    FloatBuffer slopes = FloatBuffer.allocate(count);
    INDArray same = gradient();
    LossValue expected = evaluate(values(), same, inputs(1), 2);
    int[] labels = {2};
    LossWeights weights = CertifiedLossTest.MIXED;
    assertEquals(expected, loss.evaluate(parameters, slopes, of.inputs(1), labels, weights));
    assertArrayEquals(same.data().asFloat(), slopes.array());
    FloatBuffer small = FloatBuffer.allocate(count - 1);
    for (FloatBuffer[] pair : new FloatBuffer[][] {{small, slopes}, {parameters, small}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> loss.evaluate(pair[0], pair[1], of.inputs(1), labels, weights));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> loss.evaluate(parameters, slopes, of.inputs(2), labels, weights));
  }

  @Test
  void refusesVectorsWithGaps() {
    INDArray column = Nd4j.zeros(DataType.FLOAT, count, 2).getColumn(1);
    assertRefused("parameters", column, gradient(), inputs(1), 0);
    assertRefused("gradient", values(), column, inputs(1), 0);
  }

  @Test
  void refusesOperationsThatItCannotTrain() {
    Network.Builder builder = Network.builder("sigmoid", 2);
    Dense dense = new Dense(new Matrix(2, 2, new double[] {1, 2, 3, 4}), new double[2], 0);
    int hidden = builder.activation("curve", new Sigmoid(), builder.affine("in", dense, 0));
    Network network = builder.build(builder.affine("out", dense, hidden));
    UnsupportedOpException refusal =
        assertThrows(
            UnsupportedOpException.class,
            () -> new CertifiedLoss(backend, Parameters.of(network)).close());
    assertTrue(refusal.getMessage().contains("'curve'"), refusal.getMessage());
  }

  @Test
  void refusesASingleOutput() {
    Network.Builder builder = Network.builder("one output", 2);
    Dense dense = new Dense(new Matrix(1, 2, new double[] {1, 2}), new double[1], 0);
    Network network = builder.build(builder.affine("out", dense, 0));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CertifiedLoss(backend, Parameters.of(network)).close());
    assertTrue(refusal.getMessage().contains("1 output"), refusal.getMessage());
  }

  /** What was summed before a failure is not in the next gradient. */
  @Test
  void aFailureLeavesNothingBehind() {
    AtomicBoolean broken = new AtomicBoolean();
    ComputeBackend failing =
        new DelegatingBackend(
            AvailableBackend.open("cpu"),
            UnaryOperator.identity(),
            lane -> new Broken(lane, broken));
    INDArray expected = gradient();
    LossValue value = evaluate(values(), expected, inputs(2), 0, 1);
    try (failing;
        CertifiedLoss fragile = new CertifiedLoss(failing, of.parameters())) {
      int[] labels = {0, 1};
      broken.set(true);
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  fragile.evaluate(
                      values(), gradient(), inputs(2), labels, CertifiedLossTest.MIXED));
      assertEquals("broken", failure.getMessage());
      broken.set(false);
      INDArray found = gradient();
      assertEquals(
          value, fragile.evaluate(values(), found, inputs(2), labels, CertifiedLossTest.MIXED));
      assertArrayEquals(expected.toFloatVector(), found.toFloatVector());
    }
  }

  /** Fails at the first product with magnitudes, when the natural part of the gradient is there. */
  private static final class Broken extends DelegatingTrainingLane {
    private final AtomicBoolean broken;

    Broken(TrainingLane lane, AtomicBoolean broken) {
      super(lane);
      this.broken = broken;
    }

    @Override
    public Values forward(Node node, Values x, Factor factor) {
      if (factor == Factor.MAGNITUDES && broken.get()) {
        throw new IllegalStateException("broken");
      }
      return super.forward(node, x, factor);
    }
  }

  /** Vectors may be parts of larger arrays, and inputs may be turned or have more dimensions. */
  @Test
  void takesViews() {
    INDArray expected = gradient();
    LossValue value = evaluate(values(), expected, inputs(4), 0, 1, 2, 0);

    INDArray larger = Nd4j.zeros(DataType.FLOAT, 1, count + 9).addi(7);
    INDArray view = larger.get(NDArrayIndex.all(), NDArrayIndex.interval(4, 4 + count));
    view.assign(values().reshape(1, count));
    INDArray found = Nd4j.zeros(DataType.FLOAT, count + 9).addi(7);
    INDArray part = found.get(NDArrayIndex.interval(5, 5 + count));
    INDArray turned = inputs(4).transpose().dup('c').transpose();
    assertEquals(value, evaluate(view, part, turned, 0, 1, 2, 0));
    assertArrayEquals(expected.toFloatVector(), part.dup().toFloatVector());
    for (int k = 0; k < count + 9; k++) {
      if (k < 5 || k >= 5 + count) {
        assertEquals(7, found.getFloat(k), "beside the gradient");
      }
      if (k < 4 || k >= 4 + count) {
        assertEquals(7, larger.getFloat(k), "beside the parameters");
      }
    }
    assertEquals(value, evaluate(values(), gradient(), inputs(4).reshape(4, 1, 5), 0, 1, 2, 0));
    INDArray rows = Nd4j.zeros(DataType.FLOAT, 7, 5);
    INDArray middle = rows.get(NDArrayIndex.interval(2, 6), NDArrayIndex.all());
    middle.assign(inputs(4));
    assertEquals(value, evaluate(values(), gradient(), middle, 0, 1, 2, 0));
  }

  /** Off heap in either order of bytes, where one is read in place, and on the heap. */
  @Test
  void takesBuffersOfAnyKind() {
    float[] samples = of.inputs(4);
    int[] labels = {0, 1, 2, 0};
    INDArray expected = gradient();
    evaluate(values(), expected, inputs(4), labels);
    List<FloatBuffer> buffers = new ArrayList<>(List.of(FloatBuffer.allocate(count + 3)));
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      buffers.add(
          ByteBuffer.allocateDirect((count + 3) * Float.BYTES).order(order).asFloatBuffer());
    }
    for (int k = 0; k < buffers.size(); k++) {
      FloatBuffer values = buffers.get(k).put(3, of.values()).position(3);
      FloatBuffer gradient = buffers.get((k + 1) % buffers.size()).position(3);
      loss.evaluate(values, gradient, samples, labels, CertifiedLossTest.MIXED);
      float[] found = new float[count];
      gradient.get(3, found);
      assertArrayEquals(expected.toFloatVector(), found);
    }
  }
}
