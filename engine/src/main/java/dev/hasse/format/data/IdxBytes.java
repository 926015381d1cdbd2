package dev.hasse.format.data;

/** The unsigned bytes of an IDX file, {@code [item][row][column]}. Immutable. */
public final class IdxBytes {
  private final int count;
  private final int rows;
  private final int columns;
  private final byte[] bytes;

  /** Takes the array over. */
  IdxBytes(int count, int rows, int columns, byte[] bytes) {
    this.count = count;
    this.rows = rows;
    this.columns = columns;
    this.bytes = bytes;
  }

  /** Number of items: images or labels. */
  public int count() {
    return count;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Bytes an item: {@code rows * columns}. */
  public int size() {
    return rows * columns;
  }

  /**
   * One byte as a number from 0 to 255.
   *
   * @param item from 0 to {@code count() - 1}
   * @param index position within the item, row-major
   */
  public int at(int item, int index) {
    if (item < 0 || item >= count || index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "byte " + index + " of item " + item + " among " + count + " of " + size() + " bytes");
    }
    return bytes[item * size() + index] & 0xff;
  }
}
