package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepRow;
import java.util.OptionalDouble;

/** Rows like others. */
final class Rows {
  private Rows() {}

  /** The row of a bisection that found {@code radius} and was refused {@code refused}. */
  static SweepRow bisected(SweepRow row, double radius, double refused) {
    return new SweepRow(
        row.question(),
        row.network(),
        row.networkHash(),
        row.dataset(),
        row.input(),
        row.label(),
        radius,
        OptionalDouble.of(refused),
        row.clipLower(),
        row.clipUpper(),
        row.seed(),
        row.verdict(),
        row.method(),
        row.guarantee(),
        row.margin(),
        row.ibp(),
        row.crown(),
        row.alphaCrown(),
        row.lp(),
        row.exact(),
        row.unstable(),
        row.seconds(),
        row.backend(),
        row.device(),
        row.host(),
        row.version(),
        row.error());
  }
}
