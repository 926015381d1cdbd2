package dev.hasse.kernels.cuda;

import dev.hasse.compute.Tensor;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Bounds in one block, so that one copy brings them to the host: lower, upper, and how many pairs
 * were not a number.
 */
final class DeviceInterval implements Tensor.Interval {
  private final DeviceQueue queue;
  private final int boxes;
  private final int width;
  private final long matrix;
  private final boolean counted;
  private DeviceBlock block;

  private DeviceInterval(DeviceQueue queue, int boxes, int width, boolean counted) {
    this.queue = queue;
    this.boxes = boxes;
    this.width = width;
    this.matrix = Layout.matrixBytes(boxes, width);
    this.counted = counted;
    this.block = queue.take(2 * matrix + Long.BYTES);
  }

  /** For a verb that only moves numbers, so that none can turn out undefined. */
  static DeviceInterval uncounted(DeviceQueue queue, int boxes, int width) {
    return new DeviceInterval(queue, boxes, width, false);
  }

  /** For a verb that counts what is not a number; the counter is 0. */
  static DeviceInterval counted(DeviceQueue queue, int boxes, int width) {
    DeviceInterval interval = new DeviceInterval(queue, boxes, width, true);
    queue.zero(interval.block.start().plus(2 * interval.matrix), Long.BYTES);
    return interval;
  }

  @Override
  public int boxes() {
    return boxes;
  }

  @Override
  public int width() {
    return width;
  }

  int leading() {
    return Layout.leading(width);
  }

  long lower() {
    return block.at(0);
  }

  long upper() {
    return block.at(matrix);
  }

  long undefined() {
    return block.at(2 * matrix);
  }

  /** Where a box's lower bounds are to be copied to. */
  DeviceAddress lowerOf(int box) {
    return block.start().plus((long) box * leading() * Float.BYTES);
  }

  /** Where a box's upper bounds are to be copied to. */
  DeviceAddress upperOf(int box) {
    return block.start().plus(matrix + (long) box * leading() * Float.BYTES);
  }

  @Override
  public Bounds download() {
    queue.enter();
    double[] lower = new double[Math.multiplyExact(boxes, width)];
    double[] upper = new double[lower.length];
    long[] undefined = new long[1];
    queue.download(
        block.start(),
        2 * matrix + (counted ? Long.BYTES : 0),
        (piece, at) -> {
          read(piece, at, 0, lower);
          read(piece, at, matrix, upper);
          long counter = 2 * matrix - at;
          if (counted && counter >= 0 && counter < piece.capacity()) {
            undefined[0] = piece.getLong((int) counter);
          }
        });
    return new Bounds(boxes, width, lower, upper, Guarantee.RIGOROUS, undefined[0]);
  }

  /** Reads what a piece holds of the matrix that begins at {@code start} of the block. */
  private void read(ByteBuffer piece, long at, long start, double[] values) {
    FloatBuffer floats = piece.asFloatBuffer();
    long first = Math.max(0, start - at) / Float.BYTES;
    long last = Math.min(piece.capacity(), start + matrix - at) / Float.BYTES;
    if (first < last) {
      long place = (at - start) / Float.BYTES + first;
      Transfers.getRows(floats, (int) first, (int) last, place, width, values);
    }
  }

  @Override
  public void close() {
    if (block != null) {
      block.release();
      block = null;
    }
  }
}
