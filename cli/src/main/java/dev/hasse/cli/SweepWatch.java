package dev.hasse.cli;

import dev.hasse.sweep.SweepListener;
import dev.hasse.sweep.SweepProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows how far a sweep is: a bar on a terminal, elsewhere a line a minute. */
final class SweepWatch implements SweepListener, AutoCloseable {
  private static final double SECONDS_A_LINE = 60;

  private final Progress bar;
  private final RecentRate rate = new RecentRate();
  private final PrintWriter log;
  private long shown;
  private double nextLine = SECONDS_A_LINE;
  private SweepProgress latest;

  /**
   * @param log where lines go; not closed
   */
  SweepWatch(PrintWriter log, long total) {
    this.bar = Progress.of("sweep", " questions", total);
    this.log = log;
  }

  @Override
  public synchronized void progressed(SweepProgress progress) {
    latest = progress;
    bar.advance(progress.before() + progress.done() - shown);
    shown = progress.before() + progress.done();
    String line = line(progress, rate.at(progress.seconds(), progress.done()));
    bar.say(line);
    if (!Terminal.showsErrors() && progress.seconds() >= nextLine) {
      log.println("hasse: sweep: " + counts(progress) + line);
      log.flush();
      nextLine = progress.seconds() + SECONDS_A_LINE;
    }
  }

  /** What was reported last; null before the first report. */
  synchronized SweepProgress latest() {
    return latest;
  }

  private static String counts(SweepProgress progress) {
    return String.format(
        Locale.ROOT, "%,d of %,d, ", progress.before() + progress.done(), progress.total());
  }

  /** Throughput of the whole run, what each stage decided, time that is left. */
  static String line(SweepProgress progress) {
    return line(progress, progress.rate());
  }

  /**
   * The same.
   *
   * @param rate questions a second of late
   */
  private static String line(SweepProgress progress, double rate) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%.1f/s", rate));
    for (Map.Entry<String, Long> stage : new TreeMap<>(progress.decidedBy()).entrySet()) {
      text.append(", ").append(stage.getKey()).append(share(stage.getValue(), progress));
    }
    if (progress.undecided() > 0) {
      text.append(", undecided").append(share(progress.undecided(), progress));
    }
    if (progress.failed() > 0) {
      text.append(String.format(Locale.ROOT, ", %,d failed", progress.failed()));
    }
    if (rate > 0) {
      text.append(", ").append(duration(progress.left() / rate)).append(" left");
    }
    return text.toString();
  }

  private static String share(long count, SweepProgress progress) {
    return String.format(Locale.ROOT, " %.1f%%", 100.0 * count / progress.done());
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole % 3600 / 60);
  }

  @Override
  public void close() {
    bar.close();
  }
}
