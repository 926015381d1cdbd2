package dev.hasse.cli;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.Guarantee;

/** What is known of all boxes once the last chunk is through. */
final class BoundsSummary {
  private long boxes;
  private long undefined;
  private double widthSum;
  private double seconds;
  private Guarantee guarantee = Guarantee.RIGOROUS;

  void add(Bounds chunk, double chunkSeconds) {
    boxes += chunk.count();
    undefined += chunk.undefined();
    widthSum += chunk.count() == 0 ? 0 : chunk.meanWidth() * chunk.count();
    seconds += chunkSeconds;
    guarantee = guarantee.and(chunk.guarantee());
  }

  long boxes() {
    return boxes;
  }

  /** Bounds that were not a number and became the whole line. */
  long undefined() {
    return undefined;
  }

  /** Mean of upper minus lower over all boxes and outputs. */
  double meanWidth() {
    return widthSum / boxes;
  }

  /** Time of computing, without reading and writing. */
  double seconds() {
    return seconds;
  }

  Guarantee guarantee() {
    return guarantee;
  }
}
