package dev.hasse.kernels.opencl;

import dev.hasse.compute.FloatAffine;
import dev.hasse.numeric.Outward;

/** An affine map on the device. */
final class DeviceWeights {
  /** Twice a box's sum of magnitudes, which may have been computed a third too low. */
  private static final double DUST_OF_BOUNDS = 2;

  /** The same in units of rounding, which is what magnitudes are multiplied by, twice. */
  private static final double DUST_OF_MAGNITUDES = 0x1p26;

  private final FloatAffine map;
  private final Block weights;
  private final Block transposed;
  private final Block shape;
  private final Block bias;
  private final Block finishErrors;
  private final Block magnitudeOffsets;
  private final Block dustOfBounds;
  private final Block dustOfMagnitudes;

  DeviceWeights(FloatAffine map, LaneMemory memory) {
    this.map = map;
    this.weights = memory.upload(map.weights());
    this.transposed = map.transposed() == null ? null : memory.upload(map.transposed());
    this.shape =
        map.convolution() == null ? null : memory.upload(ConvolutionShape.of(map.convolution()));
    this.bias = memory.upload(map.bias());
    float[] errors = new float[map.outputs()];
    float[] offsets = new float[map.outputs()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = map.finishError(i);
      offsets[i] = map.magnitudeOffset(i);
    }
    this.finishErrors = memory.upload(errors);
    this.magnitudeOffsets = memory.upload(offsets);
    this.dustOfBounds = map.dusty() ? memory.upload(dust(map, DUST_OF_BOUNDS)) : null;
    this.dustOfMagnitudes = map.dusty() ? memory.upload(dust(map, DUST_OF_MAGNITUDES)) : null;
  }

  /** No subnormals, which a device might flush. */
  private static float[] dust(FloatAffine map, double factor) {
    float[] scaled = new float[map.outputs()];
    for (int i = 0; i < scaled.length; i++) {
      double exact = Outward.mulUp(map.dust(i), factor);
      scaled[i] = exact == 0 ? 0 : Math.max(Outward.floatUp(exact), Float.MIN_NORMAL);
    }
    return scaled;
  }

  FloatAffine map() {
    return map;
  }

  /** Whether the device has lost them. */
  boolean isLost() {
    return weights.isLost();
  }

  /** {@code W x}, or {@code |W| x}, for each of so many rows x, to {@code to}. */
  Launch forward(boolean magnitudes, int rows, Block from, Block to) {
    Launch launch;
    if (map.diagonal()) {
      int verb = magnitudes ? Verb.DIAGONAL_MAGNITUDES : Verb.DIAGONAL;
      launch = Launch.elements(verb, to.length(), map.outputs()).second(weights);
    } else if (map.convolution() != null) {
      int verb = magnitudes ? Verb.CONVOLUTION_MAGNITUDES : Verb.CONVOLUTION;
      launch = convolving(verb, to, map.outputs(), map.inputs());
    } else {
      int verb = magnitudes ? Verb.PRODUCT_MAGNITUDES : Verb.PRODUCT;
      launch = Launch.product(verb, rows, map.inputs(), map.outputs()).second(transposed);
    }
    return launch.first(from).target(to);
  }

  /** {@code A W} for the matrix A of so many rows, to {@code to}. */
  Launch back(int rows, Block from, Block to) {
    Launch launch;
    if (map.diagonal()) {
      launch = Launch.elements(Verb.DIAGONAL, to.length(), map.outputs()).second(weights);
    } else if (map.convolution() != null) {
      launch = convolving(Verb.CONVOLUTION_BACK, to, map.inputs(), map.outputs());
    } else {
      launch = Launch.product(Verb.PRODUCT, rows, map.outputs(), map.inputs()).second(weights);
    }
    return launch.first(from).target(to);
  }

  private Launch convolving(int verb, Block to, int width, int depth) {
    return Launch.elements(verb, to.length(), width).depth(depth).second(weights).shape(shape);
  }

  /** Gathers rows of W, so many coefficients in all; lacks which. */
  Launch start(int coefficients) {
    int verb = shape == null ? Verb.START_ROWS : Verb.START_CONVOLUTION;
    return Launch.elements(verb, coefficients, map.inputs())
        .depth(map.outputs())
        .second(weights)
        .shape(shape)
        .third(bias);
  }

  Block bias() {
    return bias;
  }

  /** See {@link FloatAffine#finishError}. */
  Block finishErrors() {
    return finishErrors;
  }

  /** See {@link FloatAffine#magnitudeOffset}. */
  Block magnitudeOffsets() {
    return magnitudeOffsets;
  }

  /** To be multiplied by a box's sum of magnitudes; null where the map has no dust. */
  Block dustOfBounds() {
    return dustOfBounds;
  }

  Block dustOfMagnitudes() {
    return dustOfMagnitudes;
  }
}
