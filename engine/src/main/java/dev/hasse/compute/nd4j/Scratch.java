package dev.hasse.compute.nd4j;

import dev.hasse.compute.DeviceMemoryException;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * An off-heap float buffer that grows: where an operand of a product lives. The loops between
 * products work on Java arrays, which the compiler vectorises and off-heap memory it does not; the
 * copies cost a few percent (docs/notes/cpu-backend.md).
 */
final class Scratch implements AutoCloseable {
  private FloatPointer pointer = new FloatPointer();
  private FloatBuffer buffer = FloatBuffer.allocate(0);

  /** Makes room for so many floats; the content is lost when it grows. */
  Scratch ensure(int floats) {
    if (buffer.capacity() < floats) {
      ensureExactly(Math.max(1024L, floats + floats / 4L));
    }
    return this;
  }

  /** A new buffer of this length; the content is lost. */
  Scratch ensureExactly(long floats) {
    close();
    try {
      pointer = new FloatPointer(floats);
    } catch (OutOfMemoryError e) {
      throw new DeviceMemoryException("no room for " + floats + " floats off heap", e);
    }
    buffer = pointer.asBuffer();
    return this;
  }

  int capacity() {
    return buffer.capacity();
  }

  /** A buffer of its own with these values. */
  static Scratch of(float[] values) {
    Scratch scratch = new Scratch().ensure(values.length);
    scratch.put(values, values.length);
    return scratch;
  }

  /**
   * The memory of a direct buffer in the machine's byte order, which stays the owner's; to be read
   * only, and not to be grown.
   */
  static Scratch over(FloatBuffer direct) {
    Scratch scratch = new Scratch();
    scratch.pointer = new FloatPointer(direct);
    scratch.buffer = direct;
    return scratch;
  }

  /** Copies the first {@code length} values in. */
  void put(float[] values, int length) {
    put(0, values, 0, length);
  }

  void put(int at, float[] values, int offset, int length) {
    ensure(at + length);
    buffer.put(at, values, offset, length);
  }

  /** Copies the first {@code length} values out. */
  void get(float[] target, int offset, int length) {
    get(0, target, offset, length);
  }

  void get(int at, float[] target, int offset, int length) {
    buffer.get(at, target, offset, length);
  }

  /** Copies rows out that are {@code stride} apart here and follow each other there. */
  void get(float[] target, int rows, int width, int stride) {
    if (width == stride) {
      get(target, 0, rows * width);
      return;
    }
    for (int row = 0; row < rows; row++) {
      get(row * stride, target, row * width, width);
    }
  }

  /** Copies values of another buffer in. */
  void put(int at, Scratch from, int offset, int length) {
    ensure(at + length);
    buffer.put(at, from.buffer, offset, length);
  }

  void put(int at, FloatBuffer from, int offset, int length) {
    ensure(at + length);
    buffer.put(at, from, offset, length);
  }

  /** From an offset on; good for as long as the buffer neither grows nor is closed. */
  FloatPointer pointer(int at) {
    return at == 0 ? pointer : new Place(pointer, at);
  }

  FloatPointer pointer() {
    return pointer;
  }

  /**
   * A place in memory that it does not own. JavaCPP's own {@code getPointer} makes four objects,
   * for whoever would keep the pointer longer than the buffer: half a microsecond for the panels of
   * a product of six.
   */
  private static final class Place extends FloatPointer {
    Place(FloatPointer of, long floats) {
      address = of.address() + floats * Float.BYTES;
    }
  }

  @Override
  public void close() {
    pointer.close();
    buffer = FloatBuffer.allocate(0);
  }
}
