package dev.hasse.cli;

import java.util.List;

/**
 * What is known of a {@code gap} run before the first box.
 *
 * @param solver its name and the versions of the native solvers
 * @param element as it was asked for
 * @param timeout seconds of a box
 * @param walk whether to write the walks
 * @param stages what bounds each box, in the order of columns
 */
record GapHeader(
    String network,
    RanOn ranOn,
    String solver,
    ElementChoice element,
    double timeout,
    int threads,
    boolean walk,
    List<GapStage> stages) {
  GapHeader {
    stages = List.copyOf(stages);
  }

  /** Whether the semidefinite relaxation was asked for. */
  boolean isSemidefinite() {
    return stages.contains(GapStage.SDP);
  }
}
