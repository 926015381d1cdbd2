package dev.hasse.format.data;

import dev.hasse.domain.BoxBatch;

/** Hands out slices of a batch in memory. */
final class BatchBoxSource implements BoxSource {
  private final BoxBatch boxes;
  private int next;

  BatchBoxSource(BoxBatch boxes) {
    this.boxes = boxes;
  }

  @Override
  public int dimension() {
    return boxes.dimension();
  }

  @Override
  public BoxBatch next(int atMost) {
    int from = next;
    next += Math.min(atMost, boxes.count() - from);
    return boxes.slice(from, next);
  }

  @Override
  public void close() {
    // A batch in memory holds nothing open.
  }
}
