package dev.hasse.kernels.opencl;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.RowSelection;
import dev.hasse.domain.BoxBatch;
import dev.hasse.kernels.opencl.OpenClTensors.Interval;
import dev.hasse.kernels.opencl.OpenClTensors.Magnitude;
import dev.hasse.kernels.opencl.OpenClTensors.Relaxation;
import dev.hasse.kernels.opencl.OpenClTensors.RowBounds;
import dev.hasse.network.Select;

/** Launches the verbs on bounds. */
final class IntervalVerbs {
  private static final int BITS_OF_WORD = 16;

  private final SessionWeights weights;
  private final LaneMemory memory;
  private final OpenClDevice device;

  IntervalVerbs(SessionWeights weights, LaneMemory memory) {
    this.weights = weights;
    this.memory = memory;
    this.device = memory.device();
  }

  Interval upload(BoxBatch boxes) {
    Interval result = Interval.take(memory, boxes.count(), boxes.dimension());
    float[] lower = new float[result.length()];
    float[] upper = new float[result.length()];
    boxes.roundOutwards(lower, upper);
    for (int k = 0; k < lower.length; k++) {
      lower[k] = withoutSubnormal(lower[k]);
      upper[k] = -withoutSubnormal(-upper[k]);
    }
    device.upload(lower, result.lower());
    device.upload(upper, result.upper());
    device.upload(new float[1], result.replaced());
    return result;
  }

  /** The number itself, or the next one below that is not subnormal: a device may flush those. */
  private static float withoutSubnormal(float lower) {
    if (Math.abs(lower) >= Float.MIN_NORMAL || lower == 0 || Float.isNaN(lower)) {
      return lower;
    }
    return lower > 0 ? 0 : -Float.MIN_NORMAL;
  }

  /** By centres and radii, in two products. */
  Interval affine(int node, Interval x) {
    DeviceWeights of = weights.of(node);
    FloatAffine map = of.map();
    Interval result = Interval.take(memory, x.boxes(), map.outputs());
    Block center = memory.take(x.length());
    Block radius = memory.take(x.length());
    device.run(
        Launch.elements(Verb.CENTERS, x.length(), x.width())
            .first(x.lower())
            .second(x.upper())
            .target(center)
            .secondTarget(radius)
            .factor(map.radiusInflation()));
    device.run(of.forward(false, x.boxes(), center, result.lower()));
    device.run(of.forward(true, x.boxes(), radius, result.upper()));
    center.release();
    radius.release();
    device.run(
        storing(Verb.FINISH, result)
            .first(result.lower())
            .second(result.upper())
            .third(of.bias())
            .fourth(of.finishErrors()));
    if (of.dustOfBounds() != null) {
      Block sums = sumsOfMagnitudes(x);
      device.run(
          Launch.elements(Verb.DUST_BOUNDS, result.length(), result.width())
              .first(result.lower())
              .second(result.upper())
              .third(of.dustOfBounds())
              .fourth(sums));
      sums.release();
    }
    return result;
  }

  /** A verb that makes all bounds of {@code result}. */
  private static Launch storing(int verb, Interval result) {
    return Launch.elements(verb, result.length(), result.width())
        .target(result.lower())
        .secondTarget(result.upper())
        .index(result.replaced());
  }

  private Block largestMagnitudes(Interval x) {
    Block largest = memory.take(x.length());
    device.run(
        Launch.elements(Verb.LARGEST, x.length(), x.width())
            .first(x.lower())
            .second(x.upper())
            .target(largest));
    return largest;
  }

  private Block sums(Block values, int boxes, int width) {
    Block sums = memory.take(boxes);
    device.run(Launch.rows(Verb.SUM, boxes, width).first(values).secondTarget(sums));
    return sums;
  }

  private Block sumsOfMagnitudes(Interval x) {
    Block largest = largestMagnitudes(x);
    Block sums = sums(largest, x.boxes(), x.width());
    largest.release();
    return sums;
  }

  Interval relu(Interval z) {
    Interval result = Interval.take(memory, z.boxes(), z.width());
    device.run(storing(Verb.RELU_BOUNDS, result).first(z.lower()).second(z.upper()));
    return result;
  }

  Interval add(Interval x, Interval y) {
    Interval result = Interval.take(memory, x.boxes(), x.width());
    device.run(
        storing(Verb.ADD_BOUNDS, result)
            .first(x.lower())
            .second(x.upper())
            .third(y.lower())
            .fourth(y.upper()));
    return result;
  }

  Interval select(Select select, Interval x) {
    Interval result = Interval.take(memory, x.boxes(), select.outputs());
    Block sources = memory.upload(Columns.sources(select));
    device.run(
        Columns.gather(result.length(), select.outputs(), x.width(), x.lower(), sources)
            .target(result.lower()));
    device.run(
        Columns.gather(result.length(), select.outputs(), x.width(), x.upper(), sources)
            .target(result.upper()));
    device.upload(new float[1], result.replaced());
    sources.release();
    return result;
  }

  void intersect(Interval bounds, Interval other) {
    device.run(
        Launch.elements(Verb.INTERSECT, bounds.length(), bounds.width())
            .first(bounds.lower())
            .second(bounds.upper())
            .third(other.lower())
            .fourth(other.upper())
            .secondTarget(bounds.replaced()));
  }

  void tighten(Interval bounds, RowSelection selection, BoxRange boxes, RowBounds found) {
    int count = selection.start(boxes.to()) - selection.start(boxes.from());
    float[] places = new float[4 * count];
    int at = 0;
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < size; k++) {
        places[at++] = b;
        places[at++] = selection.neuron(selection.start(b) + k);
        places[at++] = row + k;
        places[at++] = row + size + k;
      }
      row += 2 * size;
    }
    Block index = memory.upload(places);
    device.run(
        Launch.elements(Verb.TIGHTEN, count, bounds.width())
            .first(bounds.lower())
            .second(bounds.upper())
            .third(found.lower())
            .index(index)
            .secondTarget(bounds.replaced()));
    index.release();
  }

  RowSelection unstable(Interval z) {
    int words = -Math.floorDiv(-z.width(), BITS_OF_WORD);
    Block bits = memory.take((long) z.boxes() * words);
    device.run(
        Launch.elements(Verb.UNSTABLE, z.boxes() * words, z.width())
            .first(z.lower())
            .second(z.upper())
            .target(bits));
    float[] found = device.download(bits, z.boxes() * words);
    bits.release();
    int[] start = new int[z.boxes() + 1];
    int[] neuron = new int[z.length()];
    int next = 0;
    for (int b = 0; b < z.boxes(); b++) {
      for (int i = 0; i < z.width(); i++) {
        int word = (int) found[b * words + i / BITS_OF_WORD];
        if ((word >> i % BITS_OF_WORD & 1) != 0) {
          neuron[next++] = i;
        }
      }
      start[b + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  Relaxation relax(Interval z) {
    Block planes = memory.take(4L * z.length());
    device.run(
        Launch.elements(Verb.RELAX, z.length(), z.width())
            .first(z.lower())
            .second(z.upper())
            .target(planes));
    return new Relaxation(planes, z.length());
  }

  Magnitude magnitude(int node, Interval x) {
    DeviceWeights of = weights.of(node);
    FloatAffine map = of.map();
    Block largest = largestMagnitudes(x);
    Block values = memory.take((long) x.boxes() * map.outputs());
    int length = values.length();
    device.run(of.forward(true, x.boxes(), largest, values));
    device.run(
        Launch.elements(Verb.MAGNITUDE, length, map.outputs())
            .first(values)
            .third(of.magnitudeOffsets())
            .target(values)
            .factor(map.magnitudeFactor()));
    Block inputs = sums(largest, x.boxes(), x.width());
    largest.release();
    if (of.dustOfMagnitudes() != null) {
      device.run(
          Launch.elements(Verb.DUST_MAGNITUDE, length, map.outputs())
              .first(values)
              .third(of.dustOfMagnitudes())
              .fourth(inputs));
    }
    return new Magnitude(values, inputs);
  }
}
