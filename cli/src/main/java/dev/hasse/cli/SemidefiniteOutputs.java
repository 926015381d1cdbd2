package dev.hasse.cli;

import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.bound.semidefinite.SemidefiniteBound;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import java.util.List;

/**
 * What the semidefinite relaxation says of the outputs over one box.
 *
 * @param rows lower bounds of all outputs, then of minus all outputs
 * @param seconds wall time
 */
record SemidefiniteOutputs(List<SemidefiniteBound> rows, double seconds) {
  SemidefiniteOutputs {
    rows = List.copyOf(rows);
  }

  /**
   * Bounds one box, its rows side by side: several boxes at once would share the threads, and the
   * time of each could not be told.
   */
  static SemidefiniteOutputs of(SemidefiniteAnalysis analysis, BoxBatch box) {
    long start = System.nanoTime();
    List<SemidefiniteBound> rows =
        analysis.objectives(box, Objectives.bothSides(1, analysis.network().outputs()));
    return new SemidefiniteOutputs(rows, (System.nanoTime() - start) / 1e9);
  }

  /** Rigorous bounds of an output. */
  Interval sides(int output) {
    return new Interval(rows.get(output).lower(), -rows.get(rows.size() / 2 + output).lower());
  }

  /** Rows solved to the relaxation's tolerance; the others hold as far as they got. */
  int solved() {
    return (int) rows.stream().filter(SemidefiniteBound::isOptimal).count();
  }
}
