package dev.hasse.compute.nd4j;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DenseAlgebra;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.util.Arrays;

/** The processor with OpenBLAS as a device. */
final class CpuBackend implements ComputeBackend {
  static final String NAME = "cpu";

  /** Floats that a lane's working set should hold: half of a 2 MiB second-level cache. */
  private static final int CACHE_FLOATS = 1 << 18;

  /**
   * Floats of a block of rows, of which a verb reads one and writes another: together half of a
   * second-level cache of 1 MiB (docs/notes/cpu-backend.md).
   */
  private static final int ROW_FLOATS = 1 << 16;

  /** Floats that a chunk's bounds and lines may take together in one lane: 256 MiB. */
  private static final long CHUNK_FLOATS = 1 << 26;

  /** Bounds, lines, lines on their way into a map, magnitudes. */
  private static final long FLOATS_A_NEURON = 12;

  /** Floats of one box's rows over one node: 64 MiB, where that leaves enough rows. */
  private static final int BLOCK_FLOATS = 1 << 24;

  /** So many rows of a very wide node go together still: what is done once a block is shared. */
  private static final int LEAST_ROWS = 64;

  private final OpenBlas blas;
  private final int threads = Runtime.getRuntime().availableProcessors();

  CpuBackend(OpenBlas blas) {
    this.blas = blas;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return "OpenBLAS float32, kernels " + blas.core() + ", " + threads + " threads";
  }

  @Override
  public Session load(Network network) {
    return new CpuSession(network);
  }

  @Override
  public TrainingSession train(Parameters parameters) {
    return new CpuTraining(blas, parameters, threads);
  }

  @Override
  public DenseAlgebra algebra() {
    blas.keepToOneThread();
    return new BlasAlgebra(blas);
  }

  @Override
  public double matrixProductGflops(int size, int repetitions) {
    float[] ones = new float[size * size];
    Arrays.fill(ones, 1f);
    double best = Double.POSITIVE_INFINITY;
    try (Scratch a = Scratch.of(ones);
        Scratch b = Scratch.of(ones);
        Scratch c = Scratch.of(ones)) {
      for (int repetition = 0; repetition < repetitions; repetition++) {
        best = Math.min(best, blas.secondsOfSquareProduct(size, threads, a, b, c));
      }
      c.get(ones, 0, ones.length);
    }
    if (ones[size * size - 1] != size) {
      throw new IllegalStateException("OpenBLAS computed a wrong product");
    }
    return 2e-9 * size * size * size / best;
  }

  @Override
  public void close() {
    // the library stays loaded
  }

  private final class CpuSession implements Session {
    private final Network network;
    private final CpuAffine[] affine;
    private final long neurons;
    private final Companion companion = threads > 1 ? new Companion() : null;

    CpuSession(Network network) {
      this.network = network;
      this.affine = CpuAffine.of(network, blas);
      this.neurons = network.nodes().stream().mapToLong(Node::size).sum();
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public ComputeBackend backend() {
      return CpuBackend.this;
    }

    @Override
    public int parallelism() {
      return threads;
    }

    @Override
    public Lane openLane() {
      blas.keepToOneThread();
      return new CpuLane(blas, affine, null);
    }

    @Override
    public int boxesPerChunk() {
      int inCache = Math.max(32, Math.min(512, CACHE_FLOATS / network.widest()));
      return (int) Math.max(1, Math.min(inCache, CHUNK_FLOATS / (FLOATS_A_NEURON * neurons)));
    }

    @Override
    public boolean hasWideLanes() {
      return companion != null;
    }

    @Override
    public Lane openWideLane() {
      blas.keepToOneThread();
      return new CpuLane(blas, affine, companion);
    }

    @Override
    public int smallestChunkOfRows() {
      return 1;
    }

    @Override
    public int rowsPerBlock(int width) {
      return Math.max(1, ROW_FLOATS / width);
    }

    @Override
    public int mostRowsOfBox(int width) {
      return Math.max(LEAST_ROWS, BLOCK_FLOATS / width);
    }

    @Override
    public void close() {
      if (companion != null) {
        companion.close();
      }
      for (CpuAffine map : affine) {
        if (map != null) {
          map.close();
        }
      }
    }
  }
}
