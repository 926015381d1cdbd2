package dev.hasse.bench;

import dev.hasse.compute.ComputeBackend;
import java.util.ArrayList;
import java.util.List;

/**
 * What the machine itself reaches, measured in the same run.
 *
 * @param sgemmSize rows and columns of the matrices
 * @param sgemmGflops 10^9 operations a second of the device's own float product
 * @param copyGigabytes 10^9 bytes a second of copying the host's memory, read and written bytes
 *     together
 */
public record Ceilings(int sgemmSize, Samples sgemmGflops, Samples copyGigabytes) {
  /** Takes samples of both, in turn with what is measured. */
  static final class Gauge {
    private static final int PRODUCTS = 3;

    private final ComputeBackend backend;
    private final int size;
    private final MemoryCopy copy = new MemoryCopy();
    private final List<Double> sgemm = new ArrayList<>();
    private final List<Double> copies = new ArrayList<>();

    Gauge(ComputeBackend backend) {
      this.backend = backend;
      this.size = Throughput.sgemmSize(backend);
    }

    void sample() {
      sgemm.add(backend.matrixProductGflops(size, PRODUCTS));
      copies.add(copy.gigabytesPerSecond());
    }

    Ceilings ceilings() {
      return new Ceilings(size, new Samples(sgemm), new Samples(copies));
    }
  }

  /** The roofline: what the two ceilings leave at so many operations a byte. */
  public double roof(double intensity) {
    return Math.min(sgemmGflops.median(), intensity * copyGigabytes.median());
  }
}
