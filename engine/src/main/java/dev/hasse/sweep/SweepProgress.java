package dev.hasse.sweep;

import java.util.Map;

/**
 * How far a sweep is.
 *
 * @param total questions of the plan
 * @param before those that were answered when this run began
 * @param done those that this run has answered and kept
 * @param decidedBy of these, how many each method decided; "forward" stands for the misclassified
 * @param undecided of these, how many no method decided
 * @param failed of these
 * @param seconds since this run began
 */
public record SweepProgress(
    long total,
    long before,
    long done,
    Map<String, Long> decidedBy,
    long undecided,
    long failed,
    double seconds) {
  public SweepProgress {
    decidedBy = Map.copyOf(decidedBy);
  }

  /** Questions that have no row yet. */
  public long left() {
    return total - before - done;
  }

  /** Questions a second of this run. */
  public double rate() {
    return seconds > 0 ? done / seconds : 0;
  }
}
