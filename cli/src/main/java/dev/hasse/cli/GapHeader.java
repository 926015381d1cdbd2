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

  /** For reading: without the element where it is the top or the bottom, which is another's. */
  List<GapStage> distinctStages() {
    ElementChoice.Kind kind = element.kind();
    boolean isAnothers = kind == ElementChoice.Kind.TOP || kind == ElementChoice.Kind.BOTTOM;
    return stages.stream().filter(s -> !isAnothers || s != GapStage.ELEMENT).toList();
  }

  /** Time of a distinct stage; the element's is that of {@code exact} where it is none of them. */
  double seconds(GapSummary summary, GapStage stage) {
    boolean both = stage == GapStage.EXACT && !distinctStages().contains(GapStage.ELEMENT);
    return summary.seconds(stage) + (both ? summary.seconds(GapStage.ELEMENT) : 0);
  }

  /** Whether the semidefinite relaxation was asked for. */
  boolean isSemidefinite() {
    return stages.contains(GapStage.SDP);
  }
}
