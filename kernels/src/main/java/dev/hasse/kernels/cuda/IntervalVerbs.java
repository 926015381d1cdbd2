package dev.hasse.kernels.cuda;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.RowSelection;
import dev.hasse.domain.BoxBatch;
import dev.hasse.numeric.Outward;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The verbs on bounds. */
final class IntervalVerbs {
  private final DeviceQueue queue;
  private final ConvolutionVerbs convolutions;
  private float[] lower = new float[0];
  private float[] upper = new float[0];

  IntervalVerbs(DeviceQueue queue) {
    this.queue = queue;
    this.convolutions = new ConvolutionVerbs(queue);
  }

  /** Rounds outwards on the host, piece by piece: lower ends and upper ends of some boxes. */
  DeviceInterval upload(BoxBatch boxes) {
    int width = boxes.dimension();
    DeviceInterval result = DeviceInterval.uncounted(queue, boxes.count(), width);
    int row = result.leading() * Float.BYTES;
    int most = Math.max(1, StagingRing.LARGEST_PIECE / (2 * row));
    for (int first = 0; first < boxes.count(); first += most) {
      int last = Math.min(boxes.count(), first + most);
      int values = (last - first) * width;
      if (lower.length < values) {
        lower = new float[values];
        upper = new float[values];
      }
      boxes.slice(first, last).roundOutwards(lower, upper);
      queue.upload(
          result.lowerOf(first),
          last - first,
          row,
          (piece, f, t) -> put(piece, f, t, width, lower));
      queue.upload(
          result.upperOf(first),
          last - first,
          row,
          (piece, f, t) -> put(piece, f, t, width, upper));
    }
    return result;
  }

  private static void put(ByteBuffer piece, int from, int to, int width, float[] values) {
    Transfers.putRows(piece.asFloatBuffer(), to - from, width, values, from * width);
  }

  DeviceInterval affine(DeviceAffine map, DeviceInterval x) {
    DeviceInterval y = DeviceInterval.counted(queue, x.boxes(), map.outputs());
    if (map.diagonal()) {
      queue
          .launch(Kernel.INTERVAL_SCALE)
          .pointer(map.weights())
          .pointer(map.bias())
          .pointer(map.finishError())
          .single(Outward.floatUp(map.map().relative()))
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(x.width())
          .pointer(y.lower())
          .pointer(y.upper())
          .pointer(y.undefined())
          .over(x.boxes(), x.width());
    } else if (map.convolution() != null) {
      convolutions.interval(map, x, y);
    } else {
      queue
          .launch(Kernel.INTERVAL_AFFINE)
          .pointer(map.transposed())
          .pointer(map.bias())
          .pointer(map.finishError())
          .single(map.map().radiusInflation())
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(map.inputs())
          .integer(map.outputs())
          .pointer(y.lower())
          .pointer(y.upper())
          .integer(y.leading())
          .pointer(y.undefined())
          .over(x.boxes(), map.outputs());
    }
    if (map.dusty()) {
      queue
          .launch(Kernel.WIDEN_BY_DUST)
          .pointer(map.dust())
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(x.width())
          .pointer(y.lower())
          .pointer(y.upper())
          .integer(y.leading())
          .integer(map.outputs())
          .over(x.boxes(), map.outputs());
    }
    return y;
  }

  DeviceInterval relu(DeviceInterval z) {
    DeviceInterval y = DeviceInterval.uncounted(queue, z.boxes(), z.width());
    queue
        .launch(Kernel.INTERVAL_RELU)
        .pointer(z.lower())
        .pointer(z.upper())
        .integer(z.leading())
        .integer(z.boxes())
        .pointer(y.lower())
        .pointer(y.upper())
        .over(z.boxes(), z.width());
    return y;
  }

  DeviceInterval add(DeviceInterval a, DeviceInterval b) {
    DeviceInterval y = DeviceInterval.counted(queue, a.boxes(), a.width());
    queue
        .launch(Kernel.INTERVAL_ADD)
        .pointer(a.lower())
        .pointer(a.upper())
        .pointer(b.lower())
        .pointer(b.upper())
        .integer(a.leading())
        .integer(a.boxes())
        .pointer(y.lower())
        .pointer(y.upper())
        .pointer(y.undefined())
        .over(a.boxes(), a.width());
    return y;
  }

  DeviceInterval select(DeviceSelect select, DeviceInterval x) {
    DeviceInterval y = DeviceInterval.uncounted(queue, x.boxes(), select.outputs());
    queue
        .launch(Kernel.INTERVAL_SELECT)
        .pointer(x.lower())
        .pointer(x.upper())
        .integer(x.leading())
        .integer(x.boxes())
        .pointer(select.source())
        .integer(select.outputs())
        .pointer(y.lower())
        .pointer(y.upper())
        .integer(y.leading())
        .over(x.boxes(), select.outputs());
    return y;
  }

  void intersect(DeviceInterval bounds, DeviceInterval other) {
    queue
        .launch(Kernel.INTERSECT)
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .pointer(other.lower())
        .pointer(other.upper())
        .integer(bounds.leading())
        .integer(bounds.boxes())
        .over(bounds.boxes(), bounds.width());
  }

  void tighten(
      DeviceInterval bounds, RowSelection selection, BoxRange boxes, DeviceRowBounds found) {
    boolean same = found.map().isOf(selection, boxes);
    RowMap map = same ? found.map().hold() : RowMap.of(queue, selection, boxes);
    queue
        .launch(Kernel.TIGHTEN)
        .pointer(bounds.lower())
        .pointer(bounds.upper())
        .integer(bounds.leading())
        .pointer(map.rowStart())
        .pointer(map.rowStart()) // that is also where each box's neurons begin among the rows'
        .pointer(map.rowNeuron())
        .integer(boxes.from())
        .integer(boxes.count())
        .pointer(found.lower())
        .over(boxes.count(), bounds.width());
    map.release();
  }

  /**
   * Downloads a bit a neuron; the list is made on the host, which must plan with it anyway.
   *
   * @param judge the kernel that decides which neurons are unstable
   */
  RowSelection unstable(DeviceInterval z, Kernel judge) {
    int words = -Math.floorDiv(-z.width(), Integer.SIZE);
    int count = Math.multiplyExact(z.boxes(), words);
    DeviceBlock block = queue.take((long) count * Integer.BYTES);
    queue
        .launch(judge)
        .pointer(z.lower())
        .pointer(z.upper())
        .integer(z.leading())
        .integer(z.boxes())
        .integer(z.width())
        .pointer(block.at(0))
        .integer(words)
        .over(z.boxes(), z.width());
    int[] mask = Transfers.downloadInts(queue, block.start(), count);
    block.release();
    int[] start = new int[z.boxes() + 1];
    int[] neuron = new int[Arrays.stream(mask).map(Integer::bitCount).sum()];
    int next = 0;
    for (int k = 0; k < count; k++) {
      int first = k % words * Integer.SIZE;
      for (int bits = mask[k]; bits != 0; bits &= bits - 1) {
        neuron[next++] = first + Integer.numberOfTrailingZeros(bits);
      }
      start[k / words + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  DeviceRelaxation relaxRelu(DeviceInterval z) {
    DeviceRelaxation lines = DeviceRelaxation.ofRelu(queue, z.boxes(), z.width());
    queue
        .launch(Kernel.RELAX_RELU)
        .pointer(z.lower())
        .pointer(z.upper())
        .integer(z.leading())
        .integer(z.boxes())
        .integer(z.width())
        .pointer(lines.lowerSlope())
        .pointer(lines.upperSlope())
        .pointer(lines.upperIntercept())
        .pointer(lines.magnitude())
        .over(z.boxes(), z.width());
    return lines;
  }

  DeviceMagnitude magnitude(DeviceAffine map, DeviceInterval x) {
    DeviceMagnitude v = new DeviceMagnitude(queue, x.boxes(), map.outputs());
    queue
        .launch(Kernel.MAGNITUDE_SUM)
        .pointer(x.lower())
        .pointer(x.upper())
        .integer(x.leading())
        .integer(x.boxes())
        .pointer(v.inputSum())
        .over(x.boxes(), x.width());
    if (map.diagonal()) {
      queue
          .launch(Kernel.MAGNITUDE_SCALE)
          .pointer(map.weights())
          .pointer(map.magnitudeOffset())
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(x.width())
          .pointer(v.values())
          .over(x.boxes(), x.width());
    } else if (map.convolution() != null) {
      convolutions.magnitude(map, x, v);
    } else {
      queue
          .launch(Kernel.MAGNITUDE_AFFINE)
          .pointer(map.transposed())
          .pointer(map.magnitudeOffset())
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(map.inputs())
          .integer(map.outputs())
          .pointer(v.values())
          .integer(v.leading())
          .over(x.boxes(), map.outputs());
    }
    if (map.dusty()) {
      queue
          .launch(Kernel.MAGNITUDE_DUST)
          .pointer(map.dust())
          .pointer(x.lower())
          .pointer(x.upper())
          .integer(x.leading())
          .integer(x.boxes())
          .integer(x.width())
          .pointer(v.values())
          .integer(v.leading())
          .integer(map.outputs())
          .over(x.boxes(), map.outputs());
    }
    return v;
  }
}
