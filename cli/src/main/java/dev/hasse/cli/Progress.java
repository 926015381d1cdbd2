package dev.hasse.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** A progress bar on a terminal's standard error, and nothing anywhere else. */
final class Progress implements AutoCloseable {
  /** Total of work whose amount is not known beforehand. */
  static final long UNKNOWN = -1;

  private static final int REFRESH_MILLIS = 200;

  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts to show progress.
   *
   * @param task what is done, a word or two
   * @param unit what is counted, such as " boxes"
   * @param total how many there are, or {@link #UNKNOWN}
   */
  static Progress of(String task, String unit, long total) {
    if (!Terminal.showsErrors()) {
      return new Progress(null);
    }
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(unit, 1)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish();
    if (total == UNKNOWN) {
      builder.setRenderer((state, width) -> count(state, unit));
    }
    return new Progress(builder.build());
  }

  /** A bar that fills needs an end. */
  private static String count(ProgressState state, String unit) {
    return String.format(
        Locale.ROOT,
        "%s: %,d%s in %d s",
        state.getTaskName(),
        state.getCurrent(),
        unit,
        state.getElapsedAfterStart().toSeconds());
  }

  /** Whether anybody sees it. */
  boolean isShown() {
    return bar != null;
  }

  void advance(long done) {
    if (bar != null) {
      bar.stepBy(done);
    }
  }

  /** Says beside the bar what is going on. */
  void say(String message) {
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
