package dev.hasse.kernels.cuda;

import dev.hasse.numeric.Outward;

/** The verbs on concrete points, in float32 rounded to nearest. */
final class PointVerbs {
  private final DeviceQueue queue;
  private final ConvolutionVerbs convolutions;

  PointVerbs(DeviceQueue queue) {
    this.queue = queue;
    this.convolutions = new ConvolutionVerbs(queue);
  }

  DevicePoints upload(int width, double[] values) {
    DevicePoints points = new DevicePoints(queue, values.length / width, width);
    int leading = points.leading();
    queue.upload(
        points.start(),
        points.count(),
        leading * Float.BYTES,
        (piece, from, to) -> {
          for (int p = from; p < to; p++) {
            int row = (p - from) * leading;
            for (int i = 0; i < leading; i++) {
              float value = i < width ? Outward.floatNearest(values[p * width + i]) : 0f;
              piece.putFloat((row + i) * Float.BYTES, value);
            }
          }
        });
    return points;
  }

  DevicePoints sample(DeviceInterval boxes, int perBox, long seed, int firstBox) {
    int count = Math.multiplyExact(boxes.boxes(), perBox);
    DevicePoints points = new DevicePoints(queue, count, boxes.width());
    queue
        .launch(Kernel.SAMPLE_POINTS)
        .pointer(boxes.lower())
        .pointer(boxes.upper())
        .integer(boxes.leading())
        .integer(boxes.boxes())
        .integer(boxes.width())
        .integer(perBox)
        .longInteger(seed)
        .integer(firstBox)
        .pointer(points.values())
        .over(count, boxes.width());
    return points;
  }

  DevicePoints affine(DeviceAffine map, DevicePoints x) {
    DevicePoints y = new DevicePoints(queue, x.count(), map.outputs());
    if (map.diagonal()) {
      queue
          .launch(Kernel.FORWARD_SCALE)
          .pointer(map.weights())
          .pointer(map.bias())
          .pointer(x.values())
          .integer(x.leading())
          .integer(x.count())
          .integer(x.width())
          .pointer(y.values())
          .over(x.count(), x.width());
      return y;
    }
    if (map.convolution() != null) {
      convolutions.forward(map, x, y);
      return y;
    }
    queue
        .launch(Kernel.FORWARD_AFFINE)
        .pointer(map.transposed())
        .pointer(map.bias())
        .pointer(x.values())
        .integer(x.leading())
        .integer(x.count())
        .integer(map.inputs())
        .integer(map.outputs())
        .pointer(y.values())
        .integer(y.leading())
        .over(x.count(), map.outputs());
    return y;
  }

  DevicePoints relu(DevicePoints x) {
    DevicePoints y = new DevicePoints(queue, x.count(), x.width());
    queue
        .launch(Kernel.FORWARD_RELU)
        .pointer(x.values())
        .integer(x.leading())
        .integer(x.count())
        .pointer(y.values())
        .over(x.count(), x.width());
    return y;
  }

  DevicePoints add(DevicePoints a, DevicePoints b) {
    DevicePoints y = new DevicePoints(queue, a.count(), a.width());
    queue
        .launch(Kernel.FORWARD_ADD)
        .pointer(a.values())
        .pointer(b.values())
        .integer(a.leading())
        .integer(a.count())
        .pointer(y.values())
        .over(a.count(), a.width());
    return y;
  }

  DevicePoints select(DeviceSelect select, DevicePoints x) {
    DevicePoints y = new DevicePoints(queue, x.count(), select.outputs());
    queue
        .launch(Kernel.FORWARD_SELECT)
        .pointer(x.values())
        .integer(x.leading())
        .integer(x.count())
        .pointer(select.source())
        .integer(select.outputs())
        .pointer(y.values())
        .integer(y.leading())
        .over(x.count(), select.outputs());
    return y;
  }

  /** One value a point, in a matrix of its own: the kernel writes the padding too. */
  DevicePoints divergence(DevicePoints a, DevicePoints b) {
    DevicePoints found = new DevicePoints(queue, a.count(), 1);
    queue
        .launch(Kernel.DIVERGENCE)
        .pointer(a.values())
        .pointer(b.values())
        .integer(a.leading())
        .integer(a.count())
        .integer(a.width())
        .pointer(found.values())
        .over(a.count(), a.width());
    return found;
  }
}
