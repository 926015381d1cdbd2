package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.network.Window;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the backend refuses, when a network is loaded and not later. */
final class RefusalTest {
  private static Exception refusal(Class<? extends Exception> type, Network network) {
    try (ComputeBackend backend = AvailableBackend.open("opencl")) {
      return assertThrows(type, () -> backend.load(network));
    }
  }

  @Test
  void sigmoidsByName() {
    Network.Builder builder = Network.builder("sigmoid", 1);
    int scaled = builder.affine("scaled", new Scale(new double[] {1}, new double[] {0}, 0), 0);
    Network network = builder.build(builder.activation("squashed", new Sigmoid(), scaled));
    Exception e = refusal(UnsupportedOpException.class, network);
    assertEquals("backend opencl has no Sigmoid (node 'squashed')", e.getMessage());
  }

  @Test
  void optimisedSlopesByName() {
    Network.Builder builder = Network.builder("bent", 1);
    int scaled = builder.affine("scaled", new Scale(new double[] {1}, new double[] {0}, 0), 0);
    int bent = builder.activation("relu", new Relu(), scaled);
    double[] one = {1};
    Network network =
        builder.build(builder.affine("map", new Dense(new Matrix(1, 1, one), one), bent));
    BoxBatch box = BoxBatch.single(new double[] {-1}, new double[] {1});
    try (ComputeBackend backend = AvailableBackend.open("opencl");
        Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      Exception e =
          assertThrows(
              UnsupportedOpException.class, () -> analysis.outputs(box, BoundMethod.ALPHA_CROWN));
      assertEquals("backend opencl has no alpha-CROWN", e.getMessage());
    }
  }

  @Test
  void trainingByName() {
    Network.Builder builder = Network.builder("dense", 1);
    double[] one = {1};
    Network network =
        builder.build(builder.affine("map", new Dense(new Matrix(1, 1, one), one), 0));
    try (ComputeBackend backend = AvailableBackend.open("opencl")) {
      Exception e =
          assertThrows(
              UnsupportedOperationException.class, () -> backend.train(Parameters.of(network)));
      assertEquals("backend opencl does not train; reference, cpu and cuda do", e.getMessage());
    }
  }

  @Test
  void nodesTooWideForFloatsAsIndices() {
    int[] zeros = new int[ArenaKernel.INDICES];
    Arrays.fill(zeros, Select.ZERO);
    Network.Builder builder = Network.builder("wide", 1);
    Network network = builder.build(builder.select("padded", new Select(1, zeros), 0));
    Exception e = refusal(IllegalArgumentException.class, network);
    assertEquals("node 'padded' is too wide for backend opencl", e.getMessage());
  }

  /** The largest stride that a float holds together with all below it passes, the next does not. */
  @Test
  void windowsTooWideForFloatsAsIndices() {
    int most = ArenaKernel.INDICES - 1;
    float[] shape = ConvolutionShape.of(stride(most));
    assertEquals(most, (int) shape[ConvolutionShape.COLUMNS + ConvolutionShape.STRIDE]);
    assertThrows(IllegalArgumentException.class, () -> ConvolutionShape.of(stride(most + 1)));
  }

  private static Convolution stride(int stride) {
    Window one = Window.over(1);
    Window strided = new Window(1, 1, 1, stride, 1, 0);
    return new Convolution(1, 1, one, strided, new double[] {1}, new double[] {0}, 0);
  }
}
