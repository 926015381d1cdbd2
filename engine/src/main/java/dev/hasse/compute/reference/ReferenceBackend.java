package dev.hasse.compute.reference;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import java.util.Arrays;

/** The JVM as a device. */
final class ReferenceBackend implements ComputeBackend {
  static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return "plain Java, double precision, outward rounding, "
        + Runtime.getRuntime().availableProcessors()
        + " threads";
  }

  @Override
  public Session load(Network network) {
    return new ReferenceSession(network);
  }

  @Override
  public TrainingSession train(Parameters parameters) {
    return new ReferenceTraining(parameters);
  }

  @Override
  public double matrixProductGflops(int size, int repetitions) {
    double[] a = new double[size * size];
    double[] b = new double[size * size];
    Arrays.fill(a, 1);
    Arrays.fill(b, 1);
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < repetitions; repetition++) {
      double[] c = new double[size * size];
      long start = System.nanoTime();
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < size; k++) {
          double aik = a[i * size + k];
          for (int j = 0; j < size; j++) {
            c[i * size + j] += aik * b[k * size + j];
          }
        }
      }
      best = Math.min(best, (double) (System.nanoTime() - start));
      if (c[0] != size) {
        throw new IllegalStateException("wrong matrix product");
      }
    }
    return 2.0 * size * size * size / best;
  }

  @Override
  public void close() {
    // holds nothing
  }

  private final class ReferenceSession implements Session {
    private final Network network;
    private final ReferenceAffine[] affine;

    ReferenceSession(Network network) {
      this.network = network;
      this.affine = ReferenceAffine.of(network);
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public ComputeBackend backend() {
      return ReferenceBackend.this;
    }

    @Override
    public int parallelism() {
      return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Lane openLane() {
      return new ReferenceLane(affine);
    }

    @Override
    public int boxesPerChunk() {
      return 64;
    }

    @Override
    public int rowsPerBlock(int width) {
      return 1024;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
