package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.network.Network;

/**
 * An affine map in float32 with copies of W_f and |W_f| off heap, where products read them; a
 * diagonal map has none.
 */
final class CpuAffine implements AutoCloseable {
  private final FloatAffine map;
  private final Scratch weights;
  private final Scratch magnitudes;
  private final float[] kernelMagnitudes; // on heap; null but for a convolution
  private final ConvolutionGeometry geometry;

  private CpuAffine(FloatAffine map) {
    this.map = map;
    this.weights = map.diagonal() ? null : Scratch.of(map.weights());
    this.magnitudes = map.diagonal() ? null : Scratch.of(magnitudes(map.weights()));
    boolean convolution = map.convolution() != null;
    this.geometry = convolution ? new ConvolutionGeometry(map.convolution()) : null;
    this.kernelMagnitudes = convolution ? magnitudes(map.weights()) : null;
  }

  /** One entry a node; null where the node is no affine map. */
  static CpuAffine[] of(Network network) {
    FloatAffine[] maps = FloatAffine.of(network);
    CpuAffine[] all = new CpuAffine[maps.length];
    for (int id = 0; id < maps.length; id++) {
      all[id] = maps[id] == null ? null : new CpuAffine(maps[id]);
    }
    return all;
  }

  private static float[] magnitudes(float[] matrix) {
    float[] result = new float[matrix.length];
    for (int k = 0; k < matrix.length; k++) {
      result[k] = Math.abs(matrix[k]);
    }
    return result;
  }

  FloatAffine map() {
    return map;
  }

  /** Of a convolution, else null. */
  ConvolutionGeometry geometry() {
    return geometry;
  }

  /** {@code |W_f|} of a convolution's kernel. Not to be changed. */
  float[] kernelMagnitudes() {
    return kernelMagnitudes;
  }

  /** Off heap, {@code outputs x inputs}, or a convolution's kernel. */
  Scratch weights() {
    return weights;
  }

  /** Off heap, |W_f|, {@code outputs x inputs}, or that of a convolution's kernel. */
  Scratch magnitudes() {
    return magnitudes;
  }

  @Override
  public void close() {
    if (weights != null) {
      weights.close();
      magnitudes.close();
    }
  }
}
