package dev.hasse.kernels.cuda;

import dev.hasse.numeric.Outward;
import java.nio.FloatBuffer;

/** Copies of arrays between host and device, matrices with the padding of {@link Layout}. */
final class Transfers {
  private Transfers() {}

  /** Uploads a row-major matrix without padding; the device's columns past the width become 0. */
  static void uploadMatrix(
      DeviceQueue queue, DeviceAddress target, int rows, int width, float[] values) {
    int leading = Layout.leading(width);
    queue.upload(
        target,
        rows,
        leading * Float.BYTES,
        (piece, from, to) ->
            putRows(piece.asFloatBuffer(), to - from, width, values, from * width));
  }

  /** Writes rows one after the other, each filled up with zeros. */
  static void putRows(FloatBuffer target, int rows, int width, float[] values, int offset) {
    int leading = Layout.leading(width);
    if (leading == width) {
      target.put(0, values, offset, rows * width);
      return;
    }
    for (int r = 0; r < rows; r++) {
      target.put(r * leading, values, offset + r * width, width);
      for (int i = width; i < leading; i++) {
        target.put(r * leading + i, 0f);
      }
    }
  }

  /** Uploads an array without padding. */
  static void uploadFloats(DeviceQueue queue, DeviceAddress target, float[] values) {
    queue.upload(
        target,
        values.length,
        Float.BYTES,
        (piece, from, to) -> piece.asFloatBuffer().put(values, from, to - from));
  }

  /** The same of a buffer's first values, from its position on, which stays. */
  static void uploadFloats(DeviceQueue queue, DeviceAddress target, FloatBuffer values, int count) {
    queue.upload(
        target,
        count,
        Float.BYTES,
        (piece, from, to) ->
            piece.asFloatBuffer().put(0, values, values.position() + from, to - from));
  }

  static void uploadInts(DeviceQueue queue, DeviceAddress target, int[] values) {
    queue.upload(
        target,
        values.length,
        Integer.BYTES,
        (piece, from, to) -> piece.asIntBuffer().put(values, from, to - from));
  }

  /** Adds floats of the device to those of a buffer, from its position on, which stays. */
  static void addFloats(DeviceQueue queue, DeviceAddress from, int count, FloatBuffer target) {
    queue.download(
        from,
        (long) count * Float.BYTES,
        (piece, at) -> {
          FloatBuffer floats = piece.asFloatBuffer();
          int first = target.position() + (int) (at / Float.BYTES);
          for (int k = 0; k < floats.remaining(); k++) {
            target.put(first + k, target.get(first + k) + floats.get(k));
          }
        });
  }

  static int[] downloadInts(DeviceQueue queue, DeviceAddress from, int count) {
    int[] values = new int[count];
    queue.download(
        from,
        (long) count * Integer.BYTES,
        (piece, at) ->
            piece
                .asIntBuffer()
                .get(values, (int) (at / Integer.BYTES), piece.remaining() / Integer.BYTES));
    return values;
  }

  static double[] downloadDoubles(DeviceQueue queue, DeviceAddress from, int count) {
    double[] values = new double[count];
    queue.download(
        from,
        (long) count * Double.BYTES,
        (piece, at) ->
            piece
                .asDoubleBuffer()
                .get(values, (int) (at / Double.BYTES), piece.remaining() / Double.BYTES));
    return values;
  }

  /** Downloads a matrix of floats as doubles, {@code [row][column]} flat without the padding. */
  static double[] downloadMatrix(DeviceQueue queue, DeviceAddress from, int rows, int width) {
    double[] values = new double[Math.multiplyExact(rows, width)];
    queue.download(
        from,
        (long) rows * Layout.leading(width) * Float.BYTES,
        (piece, at) -> {
          FloatBuffer floats = piece.asFloatBuffer();
          getRows(floats, 0, floats.remaining(), at / Float.BYTES, width, values);
        });
    return values;
  }

  /** The same as the floats that they are. */
  static float[] downloadFloats(DeviceQueue queue, DeviceAddress from, int rows, int width) {
    double[] values = downloadMatrix(queue, from, rows, width);
    float[] floats = new float[values.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = Outward.floatNearest(values[k]);
    }
    return floats;
  }

  /**
   * Reads a stretch of a padded matrix.
   *
   * @param from first of the floats that belong to the matrix
   * @param to behind the last
   * @param place of the first in the matrix, padding counted
   * @param values {@code [row][column]} flat without padding
   */
  static void getRows(
      FloatBuffer floats, int from, int to, long place, int width, double[] values) {
    int leading = Layout.leading(width);
    int column = (int) (place % leading);
    int next = (int) (place / leading) * width + Math.min(column, width);
    for (int k = from; k < to && next < values.length; k++) {
      if (column < width) {
        values[next++] = floats.get(k);
      }
      column = column + 1 == leading ? 0 : column + 1;
    }
  }
}
