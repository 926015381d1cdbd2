package dev.hasse.kernels.opencl;

import dev.hasse.kernels.opencl.OpenClTensors.Interval;
import dev.hasse.kernels.opencl.OpenClTensors.Points;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.Philox;

/** Launches the verbs on concrete points, in float32 rounded to nearest. */
final class PointVerbs {
  private final SessionWeights weights;
  private final LaneMemory memory;
  private final OpenClDevice device;

  PointVerbs(SessionWeights weights, LaneMemory memory) {
    this.weights = weights;
    this.memory = memory;
    this.device = memory.device();
  }

  private Points empty(int count, int width) {
    return new Points(device, count, width, memory.take((long) count * width));
  }

  Points upload(int width, double[] values) {
    float[] rounded = new float[values.length];
    for (int k = 0; k < rounded.length; k++) {
      rounded[k] = Outward.floatNearest(values[k]);
    }
    return new Points(device, rounded.length / width, width, memory.upload(rounded));
  }

  /** Drawn on the host, whose 64-bit products the generator wants; then uploaded. */
  Points sample(Interval boxes, int perBox, long seed, int firstBox) {
    int width = boxes.width();
    float[] lower = device.download(boxes.lower(), boxes.length());
    float[] upper = device.download(boxes.upper(), boxes.length());
    Points result = empty(Math.multiplyExact(boxes.boxes(), perBox), width);
    float[] values = new float[result.length()];
    double[] t = new double[width];
    int k = 0;
    for (int b = 0; b < boxes.boxes(); b++) {
      for (int p = 0; p < perBox; p++) {
        Philox.uniforms(seed, firstBox + b, p, t);
        for (int i = 0; i < width; i++, k++) {
          float low = lower[b * width + i];
          float high = upper[b * width + i];
          float value = Outward.floatNearest(low + t[i] * ((double) high - low));
          values[k] = Math.max(low, Math.min(high, value));
        }
      }
    }
    device.upload(values, result.values());
    return result;
  }

  Points affine(int node, Points x) {
    DeviceWeights of = weights.of(node);
    Points result = empty(x.count(), of.map().outputs());
    device.run(of.forward(false, x.count(), x.values(), result.values()));
    device.run(
        Launch.elements(Verb.ADD_BIAS, result.length(), result.width())
            .first(result.values())
            .third(of.bias())
            .target(result.values()));
    return result;
  }

  Points relu(Points x) {
    Points result = empty(x.count(), x.width());
    device.run(
        Launch.elements(Verb.RELU, x.length(), x.width())
            .first(x.values())
            .target(result.values()));
    return result;
  }

  Points add(Points x, Points y) {
    Points result = empty(x.count(), x.width());
    device.run(
        Launch.elements(Verb.ADD, x.length(), x.width())
            .first(x.values())
            .second(y.values())
            .target(result.values()));
    return result;
  }

  /** One value a point. */
  Points divergence(Points x, Points y) {
    Points result = empty(x.count(), 1);
    device.run(
        Launch.elements(Verb.DIVERGENCE, x.count(), 1)
            .depth(x.width())
            .first(x.values())
            .second(y.values())
            .target(result.values()));
    return result;
  }

  Points select(Select select, Points x) {
    Points result = empty(x.count(), select.outputs());
    Block sources = memory.upload(Columns.sources(select));
    device.run(
        Columns.gather(result.length(), select.outputs(), x.width(), x.values(), sources)
            .target(result.values()));
    sources.release();
    return result;
  }
}
