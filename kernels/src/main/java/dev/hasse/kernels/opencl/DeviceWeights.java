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
  private final Block bias;
  private final Block finishErrors;
  private final Block magnitudeOffsets;
  private final Block dustOfBounds;
  private final Block dustOfMagnitudes;

  DeviceWeights(FloatAffine map, LaneMemory memory) {
    this.map = map;
    this.weights = memory.upload(map.weights());
    this.transposed = map.diagonal() ? null : memory.upload(map.transposed());
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

  /** {@code outputs x inputs}, or the diagonal. */
  Block weights() {
    return weights;
  }

  /** {@code inputs x outputs}, or null for a diagonal. */
  Block transposed() {
    return transposed;
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
