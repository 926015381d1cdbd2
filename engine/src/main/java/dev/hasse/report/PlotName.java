package dev.hasse.report;

import java.util.Locale;

/** What the files of a plot are called, without their endings. */
final class PlotName {
  private static final int LONGEST = 60;

  private PlotName() {}

  /** Such as {@code plot-1-gap-by-depth}: the place in the report and the title's plain letters. */
  static String of(int index, Plot plot) {
    String words =
        plot.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String name = "plot-" + (index + 1) + (words.isEmpty() ? "" : "-" + words);
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST).replaceAll("-$", "");
  }
}
