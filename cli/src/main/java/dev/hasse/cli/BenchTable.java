package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** A run of measurements for reading. */
final class BenchTable {
  private BenchTable() {}

  /**
   * @param axis the parameter that the points differ in
   */
  static void write(BenchRun run, String axis, Writer target) throws IOException {
    TextTable table =
        new TextTable(axis, "ms", "quartiles, ms", "boxes/s", "GFLOP/s", "FLOP/byte", "of sgemm");
    for (BenchPoint point : run.points()) {
      double sgemm = run.ceilings().orElseThrow().sgemmGflops().median();
      table.row(
          point.parameters().get(axis),
          digits(1e3 * point.seconds().median()),
          digits(1e3 * point.seconds().quantile(0.25))
              + " to "
              + digits(1e3 * point.seconds().quantile(0.75)),
          Numbers.fixed(point.perSecond(), 0),
          digits(point.gflops()),
          digits(point.intensity()),
          digits(point.gflops() / sgemm));
    }
    table.writeTo(target);
    target.write(ceilings(run) + "\n");
  }

  static String ceilings(BenchRun run) {
    return run.ceilings()
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "sgemm(%d) %.1f GFLOP/s (%.1f to %.1f), memory copy %.1f GB/s (%.1f to %.1f);"
                        + " load average %s",
                    found.sgemmSize(),
                    found.sgemmGflops().median(),
                    found.sgemmGflops().quantile(0),
                    found.sgemmGflops().quantile(1),
                    found.copyGigabytes().median(),
                    found.copyGigabytes().quantile(0),
                    found.copyGigabytes().quantile(1),
                    run.machine().get("loadAverage")))
        .orElse("");
  }

  /** Four digits. */
  static String digits(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
