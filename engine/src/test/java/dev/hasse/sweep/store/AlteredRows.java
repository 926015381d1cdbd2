package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepRow;
import java.util.OptionalDouble;

/** Rows like others. */
final class AlteredRows {
  private AlteredRows() {}

  /** The row of a bisection that found {@code radius} and was refused {@code refused}. */
  static SweepRow bisected(SweepRow row, double radius, double refused) {
    return like(row, row.question(), row.seed(), radius, OptionalDouble.of(refused));
  }

  /** The row of the same question under another number, from another seed. */
  static SweepRow asked(SweepRow row, long question, long seed) {
    return like(row, question, seed, row.radius(), row.refusedRadius());
  }

  private static SweepRow like(
      SweepRow row, long question, long seed, double radius, OptionalDouble refused) {
    return new SweepRow(
        question,
        row.network(),
        row.networkHash(),
        row.dataset(),
        row.input(),
        row.label(),
        radius,
        refused,
        row.clipLower(),
        row.clipUpper(),
        seed,
        row.verdict(),
        row.method(),
        row.guarantee(),
        row.margin(),
        row.ibp(),
        row.crownIbp(),
        row.crown(),
        row.alphaCrown(),
        row.lp(),
        row.sdp(),
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
