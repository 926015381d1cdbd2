package dev.hasse.format.data;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes IDX, the format of MNIST: a magic number whose third byte is the type (8, unsigned byte)
 * and whose fourth is the number of dimensions, the dimensions as big-endian 32-bit integers, the
 * bytes in row-major order.
 */
public final class IdxWriter {
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private IdxWriter() {}

  /**
   * An uncompressed file of images.
   *
   * @param images each {@code rows * columns} bytes
   * @throws IllegalArgumentException if an image has another size
   */
  public static byte[] images(List<byte[]> images, int rows, int columns) {
    int pixels = Math.multiplyExact(rows, columns);
    ByteBuffer file =
        ByteBuffer.allocate(
            Math.addExact(4 * Integer.BYTES, Math.multiplyExact(images.size(), pixels)));
    file.putInt(IMAGES_MAGIC).putInt(images.size()).putInt(rows).putInt(columns);
    for (byte[] image : images) {
      if (image.length != pixels) {
        throw new IllegalArgumentException(
            "an image of " + image.length + " bytes among images of " + pixels);
      }
      file.put(image);
    }
    return file.array();
  }

  /** An uncompressed file of labels. */
  public static byte[] labels(byte[] labels) {
    return ByteBuffer.allocate(2 * Integer.BYTES + labels.length)
        .putInt(LABELS_MAGIC)
        .putInt(labels.length)
        .put(labels)
        .array();
  }
}
