package dev.hasse.kernels.cuda;

import dev.hasse.domain.Bounds;
import dev.hasse.numeric.Logistic;
import dev.hasse.numeric.Outward;
import dev.hasse.relax.SigmoidRelaxation;

/**
 * The verbs on sigmoids, on the host: bounds are downloaded, images and lines computed in doubles
 * and uploaded as floats rounded to the sound side. Sigmoids are rare, and a device has no
 * exponential whose error is known to the last bit.
 */
final class SigmoidVerbs {
  private final DeviceQueue queue;

  SigmoidVerbs(DeviceQueue queue) {
    this.queue = queue;
  }

  DeviceInterval interval(DeviceInterval z) {
    Bounds bounds = z.download();
    float[] lower = new float[bounds.count() * bounds.width()];
    float[] upper = new float[lower.length];
    for (int b = 0, k = 0; b < bounds.count(); b++) {
      for (int i = 0; i < bounds.width(); i++, k++) {
        lower[k] = Outward.floatDown(Logistic.down(bounds.lower(b, i)));
        upper[k] = Outward.floatUp(Logistic.up(bounds.upper(b, i)));
      }
    }
    DeviceInterval image = DeviceInterval.uncounted(queue, z.boxes(), z.width());
    Transfers.uploadMatrix(queue, image.lowerOf(0), z.boxes(), z.width(), lower);
    Transfers.uploadMatrix(queue, image.upperOf(0), z.boxes(), z.width(), upper);
    return image;
  }

  /** Each intercept is made for the slope as it is stored. */
  DeviceRelaxation relax(DeviceInterval z) {
    Bounds bounds = z.download();
    float[][] lines = new float[DeviceRelaxation.PARTS][bounds.count() * bounds.width()];
    for (int b = 0, k = 0; b < bounds.count(); b++) {
      for (int i = 0; i < bounds.width(); i++, k++) {
        double l = bounds.lower(b, i);
        double u = bounds.upper(b, i);
        float below = Outward.floatNearest(SigmoidRelaxation.lowerSlope(l, u));
        float above = Outward.floatNearest(SigmoidRelaxation.upperSlope(l, u));
        lines[DeviceRelaxation.LOWER_SLOPE][k] = below;
        lines[DeviceRelaxation.UPPER_SLOPE][k] = above;
        lines[DeviceRelaxation.LOWER_INTERCEPT][k] =
            Outward.floatDown(SigmoidRelaxation.lowerIntercept(l, u, below));
        lines[DeviceRelaxation.UPPER_INTERCEPT][k] =
            Outward.floatUp(SigmoidRelaxation.upperIntercept(l, u, above));
        // Bounds are floats.
        lines[DeviceRelaxation.MAGNITUDE][k] = Outward.floatUp(Math.max(Math.abs(l), Math.abs(u)));
      }
    }
    return DeviceRelaxation.of(queue, z.boxes(), z.width(), lines);
  }

  /** To nearest. */
  DevicePoints forward(DevicePoints x, PointVerbs points) {
    double[] values = x.download();
    for (int k = 0; k < values.length; k++) {
      values[k] = Logistic.nearest(values[k]);
    }
    return points.upload(x.width(), values);
  }
}
