package dev.hasse.cli;

import dev.hasse.sweep.store.SweepSummary;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** What a sweep says of the questions that failed: how many, why most did, how to ask again. */
final class SweepFailures {
  private SweepFailures() {}

  /**
   * The line that says it, where there are any.
   *
   * @param answers the sweep's, those of earlier runs too
   */
  static Optional<String> line(Connection answers) throws SQLException {
    SweepSummary summary = new SweepSummary(answers);
    long failed = summary.failures();
    if (failed == 0) {
      return Optional.empty();
    }
    SweepSummary.ErrorCount most = summary.errors().get(0);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d question%s failed%s: %s; ask again with --retry-errors",
            failed,
            failed == 1 ? "" : "s",
            most.times() == failed ? "" : String.format(Locale.ROOT, ", %,d so", most.times()),
            most.reason()));
  }
}
