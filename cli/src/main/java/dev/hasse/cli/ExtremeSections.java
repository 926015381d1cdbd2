package dev.hasse.cli;

import dev.hasse.format.data.IdxBytes;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Gallery;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Picture;
import dev.hasse.report.Section;
import dev.hasse.report.Table;
import dev.hasse.sweep.store.SweepExtremes;
import dev.hasse.sweep.store.SweepExtremes.Extreme;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The slowest questions and those with the largest gaps, with their images. */
final class ExtremeSections {
  private static final int SHOWN = 10;

  private ExtremeSections() {}

  static List<Section> of(SweepExtremes extremes, SweepPictures pictures) throws SQLException {
    List<Section> sections = new ArrayList<>();
    sections.add(
        section(
            "Slowest questions",
            "The questions that took the most seconds.",
            "seconds",
            extremes.slowest(SHOWN),
            pictures));
    String gap =
        extremes.hasExact()
            ? "The exact margin minus the best of interval bounds, CROWN and alpha-CROWN: what the"
                + " relaxation costs."
            : "The margin of CROWN minus that of interval bounds; the sweep has no exact margins.";
    sections.add(section("Largest gaps", gap, "gap", extremes.largestGaps(SHOWN), pictures));
    return sections;
  }

  private static Section section(
      String heading, String what, String value, List<Extreme> extremes, SweepPictures pictures) {
    if (extremes.isEmpty()) {
      return new Section(heading, List.of(new Paragraph(what + " No question has one.")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(what));
    pictures.obstacles().forEach(sentence -> blocks.add(new Paragraph(sentence)));
    List<Picture> shown =
        extremes.stream().flatMap(e -> picture(e, value, pictures).stream()).toList();
    if (!shown.isEmpty()) {
      blocks.add(new Gallery(heading, shown));
    }
    blocks.add(table(heading, value, extremes));
    return new Section(heading, blocks);
  }

  private static Optional<Picture> picture(Extreme of, String value, SweepPictures pictures) {
    return pictures
        .holding(of.group().dataset(), of.input())
        .map(
            images ->
                new Picture(
                    images.columns(),
                    pixels(images, of.input()),
                    "Input " + of.input() + " of " + of.group().dataset(),
                    List.of(
                        "Input " + of.input() + ", label " + of.label(),
                        of.group().network() + ", radius " + Numbers.radius(of.radius()),
                        of.verdict() + (of.method().isEmpty() ? "" : " by " + of.method()),
                        value + " " + Cell.number(of.value()).shown())));
  }

  private static byte[] pixels(IdxBytes images, int input) {
    byte[] pixels = new byte[images.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) images.at(input, i);
    }
    return pixels;
  }

  private static Table table(String heading, String value, List<Extreme> extremes) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Extreme of : extremes) {
      rows.add(
          List.of(
              Cell.number(of.value()),
              Cell.number(of.question()),
              Cell.text(of.group().network()),
              Cell.text(of.group().dataset()),
              Cell.number(of.input()),
              Cell.number(of.label()),
              AccuracySections.radius(of.radius()),
              Cell.text(of.verdict()),
              Cell.text(of.method())));
    }
    return new Table(
        heading,
        List.of(
            value,
            "question",
            "network",
            "dataset",
            "input",
            "label",
            "radius",
            "verdict",
            "method"),
        rows);
  }
}
