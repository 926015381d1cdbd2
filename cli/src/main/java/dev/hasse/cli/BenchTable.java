package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.bench.Ceilings;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measurements for reading, and for Markdown: names of the points, and then their speed. */
final class BenchTable {
  private final List<String> names;
  private final Function<BenchPoint, List<String>> named;
  private final List<String> header;

  /**
   * @param counted what a point has so many of, such as {@code boxes}
   * @param names of the columns that tell the points apart
   * @param named the cells of these columns
   */
  BenchTable(String counted, List<String> names, Function<BenchPoint, List<String>> named) {
    this.names = names;
    this.named = named;
    this.header =
        List.of("ms", "quartiles, ms", counted + "/s", "GFLOP/s", "FLOP/byte", "of sgemm");
  }

  /** All columns. */
  List<String> header() {
    return Stream.concat(names.stream(), header.stream()).toList();
  }

  /** The cells of a point under the header. */
  List<String> cells(BenchPoint point, Ceilings ceilings) {
    double sgemm = ceilings.sgemmGflops().median();
    boolean hasCount = point.flops() > 0;
    List<String> cells = new ArrayList<>(named.apply(point));
    cells.add(digits(1e3 * point.seconds().median()));
    cells.add(
        digits(1e3 * point.seconds().quantile(0.25))
            + " to "
            + digits(1e3 * point.seconds().quantile(0.75)));
    cells.add(Numbers.fixed(point.perSecond(), 0));
    cells.add(hasCount ? digits(point.gflops()) : "not counted");
    cells.add(hasCount ? digits(point.intensity()) : "");
    cells.add(hasCount ? digits(point.gflops() / sgemm) : "");
    return cells;
  }

  /** The points of these runs, each set beside the ceilings of its own, and these ceilings. */
  void write(List<BenchRun> runs, Writer target) throws IOException {
    TextTable table = new TextTable(header().toArray(String[]::new));
    for (BenchRun run : runs) {
      for (BenchPoint point : run.points()) {
        table.row(cells(point, run.ceilings().orElseThrow()).toArray(String[]::new));
      }
    }
    table.writeMarkdown(target);
    target.write("\n");
    for (BenchRun run : runs) {
      target.write(ceilings(run) + "\n");
    }
  }

  /** The ceilings of a run as a sentence. */
  static String ceilings(BenchRun run) {
    return run.ceilings()
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "%s threads: sgemm(%d) %.1f GFLOP/s (%.1f to %.1f), memory copy %.1f GB/s"
                        + " (%.1f to %.1f); load average %s.",
                    run.machine().get("cores"),
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
