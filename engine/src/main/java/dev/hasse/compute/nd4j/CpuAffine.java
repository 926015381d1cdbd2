package dev.hasse.compute.nd4j;

import dev.hasse.compute.FloatAffine;
import dev.hasse.network.Network;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An affine map in float32 with copies of W_f and |W_f| off heap, where products read them; a
 * diagonal map has none.
 */
final class CpuAffine implements AutoCloseable {
  private final FloatAffine map;
  private final Scratch weights;
  private final Scratch magnitudes; // of a convolution's kernel
  private final BoxProduct product;
  private final int[] starts;
  private final Scratch forward;
  private final Scratch forwardMagnitudes;
  private final float[] kernelMagnitudes; // on heap; null but for a convolution
  private final ConvolutionGeometry geometry;

  private CpuAffine(FloatAffine map, OpenBlas blas) {
    this.map = map;
    this.weights = map.diagonal() ? null : Scratch.of(map.weights());
    boolean convolution = map.convolution() != null;
    this.geometry = convolution ? new ConvolutionGeometry(map.convolution()) : null;
    this.kernelMagnitudes = convolution ? magnitudes(map.weights()) : null;
    this.magnitudes = convolution ? Scratch.of(kernelMagnitudes) : null;
    if (map.transposed() == null) {
      this.product = null;
      this.starts = null;
      this.forward = null;
      this.forwardMagnitudes = null;
    } else {
      int[] columns = IntStream.range(0, map.inputs()).toArray();
      this.product = new BoxProduct(map.outputs(), map.inputs(), blas.multipliesInPlace());
      this.starts = product.starts(columns);
      float[] matrix = product.matrix(map.weights(), map.transposed(), columns);
      this.forward = Scratch.of(matrix);
      this.forwardMagnitudes = Scratch.of(magnitudes(matrix));
    }
  }

  /** One entry a node; null where the node is no affine map. */
  static CpuAffine[] of(Network network, OpenBlas blas) {
    FloatAffine[] maps = FloatAffine.of(network);
    CpuAffine[] all = new CpuAffine[maps.length];
    for (int id = 0; id < maps.length; id++) {
      all[id] = maps[id] == null ? null : new CpuAffine(maps[id], blas);
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

  /** Off heap, |W_f| of a convolution's kernel. */
  Scratch magnitudes() {
    return magnitudes;
  }

  /** How a dense map's matrix is multiplied with rows of boxes; null of other maps. */
  BoxProduct product() {
    return product;
  }

  /**
   * A dense map at the rows of boxes: {@code result = rows W'}.
   *
   * @param rows {@code [box][input]}, with the product's room
   * @param result {@code [box][stride]}, by the product's stride
   */
  void multiply(OpenBlas blas, int boxes, Scratch rows, Scratch result) {
    product.run(blas, boxes, starts, rows, forward, result);
  }

  /** The same with {@code |W|}. */
  void multiplyMagnitudes(OpenBlas blas, int boxes, Scratch rows, Scratch result) {
    product.run(blas, boxes, starts, rows, forwardMagnitudes, result);
  }

  @Override
  public void close() {
    for (Scratch some : Arrays.asList(weights, magnitudes, forward, forwardMagnitudes)) {
      if (some != null) {
        some.close();
      }
    }
  }
}
