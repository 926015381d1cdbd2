package dev.hasse.kernels.opencl;

import dev.hasse.numeric.Philox;

/**
 * Whether a device computes as the proofs assume (docs/SOUNDNESS.md, "The opencl backend"): sums
 * and products of normal floats rounded to nearest, infinities and not-a-number kept and compared
 * as IEEE 754 says. Drivers promise that; some have options, or profiles, that break it.
 */
final class DeviceTrial {
  /** Compared with the JVM's own results, which Java specifies. */
  private static final int SAMPLES = 1024;

  private static final long SEED = 1;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private final OpenClDevice device;

  DeviceTrial(OpenClDevice device) {
    this.device = device;
  }

  /**
   * Runs a few verbs.
   *
   * @throws LaunchFailedException when one does not run, or gives another result than it must
   */
  void run() {
    try (LaneMemory memory = new LaneMemory(device)) {
      float[] x = samples(0);
      float[] y = samples(1);
      float[] sums = new float[SAMPLES];
      float[] products = new float[SAMPLES];
      for (int k = 0; k < SAMPLES; k++) {
        sums[k] = x[k] + y[k];
        products[k] = x[k] * y[k];
      }
      require("sums", sums, Verb.ADD, memory, x, y);
      require("products", products, Verb.DIAGONAL, memory, x, y);
      float[] a = {INFINITY, INFINITY, Float.NaN, Float.MAX_VALUE, 1, -INFINITY};
      float[] b = {-INFINITY, 1, 1, Float.MAX_VALUE, Float.NaN, -1};
      float[] specialSums = {Float.NaN, INFINITY, Float.NaN, INFINITY, Float.NaN, -INFINITY};
      float[] largest = {INFINITY, INFINITY, INFINITY, Float.MAX_VALUE, INFINITY, INFINITY};
      require("infinities", specialSums, Verb.ADD, memory, a, b);
      require("comparisons", largest, Verb.LARGEST, memory, a, b);
    }
  }

  /** Floats in (-2, 2) with all 24 bits in use. */
  private static float[] samples(int which) {
    double[] uniform = new double[2 * SAMPLES];
    Philox.uniforms(SEED, which, 0, uniform);
    float[] samples = new float[SAMPLES];
    for (int k = 0; k < SAMPLES; k++) {
      int bits = (int) (uniform[2 * k] * (1 << 24)) | 1;
      samples[k] = bits * 0x1p-23f * (uniform[2 * k + 1] < 0.5 ? -1 : 1);
    }
    return samples;
  }

  private void require(
      String what, float[] expected, int verb, LaneMemory memory, float[] x, float[] y) {
    Block result = memory.take(expected.length);
    device.run(
        Launch.elements(verb, expected.length, expected.length)
            .first(memory.upload(x))
            .second(memory.upload(y))
            .target(result));
    float[] found = device.download(result, expected.length);
    for (int k = 0; k < found.length; k++) {
      if (Float.floatToIntBits(found[k]) != Float.floatToIntBits(expected[k])) {
        throw new LaunchFailedException(
            what + " of " + x[k] + " and " + y[k] + " gave " + found[k] + " for " + expected[k],
            null);
      }
    }
  }
}
