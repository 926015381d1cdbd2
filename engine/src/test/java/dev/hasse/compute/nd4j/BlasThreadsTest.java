package dev.hasse.compute.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Test;

/** ND4J, when it starts, gives OpenBLAS a thread a core; the lanes take that back. */
class BlasThreadsTest {
  @Test
  void lanesAndStepsOfTrainingRunOnOneThread() {
    Network.Builder builder = Network.builder("small", 2);
    Dense dense = new Dense(new Matrix(2, 2, new double[] {1, 2, 3, 4}), new double[2]);
    Network network = builder.build(builder.affine("dense", dense, 0));
    Parameters parameters = Parameters.of(network);
    try (ComputeBackend backend = AvailableBackend.open("cpu");
        Session session = backend.load(network);
        TrainingSession training = backend.train(parameters)) {
      openblas.blas_set_num_threads(2);
      try (Lane lane = session.openLane()) {
        assertEquals(1, openblas.blas_get_num_threads());
      }
      openblas.blas_set_num_threads(2);
      training.load(FloatBuffer.allocate(parameters.count()));
      assertEquals(1, openblas.blas_get_num_threads());
    } finally {
      openblas.blas_set_num_threads(1);
    }
  }
}
