package dev.hasse.format.data;

import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;

/** Boxes in order, a batch at a time; read once and by one thread. */
public interface BoxSource extends AutoCloseable {
  /** Coordinates of each box. */
  int dimension();

  /**
   * The next boxes, at most {@code atMost} of them and fewer where a batch would grow too large for
   * one array; an empty batch at the end, and only there.
   *
   * @param atMost at least 1
   * @throws InputFileException when a line of the file cannot be used; nothing more can then be
   *     read
   */
  BoxBatch next(int atMost) throws InputFileException;

  @Override
  void close() throws InputFileException;

  /** The boxes of a batch that is in memory already. */
  static BoxSource of(BoxBatch boxes) {
    return new BatchBoxSource(boxes);
  }
}
