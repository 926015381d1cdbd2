package dev.hasse.cli;

import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Section;
import dev.hasse.report.Table;
import dev.hasse.sweep.store.SweepDistributions.Bin;
import dev.hasse.sweep.store.SweepGroup;
import dev.hasse.sweep.store.SweepRadii;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The largest certified radii that a sweep found by bisection, by the method that certified. */
final class RadiusSection {
  private RadiusSection() {}

  /** Empty where nothing was bisected. */
  static Optional<Section> of(SweepRadii radii) throws SQLException {
    List<SweepRadii.Radii> quantiles = radii.quantiles();
    if (quantiles.isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "Each input's largest certified radius, and the method that certified it there. Inputs"
                + " without one, misclassified ones among them, count with radius 0; those that"
                + " failed do not count."));
    Map<SweepGroup, String> names =
        AccuracySections.names(quantiles.stream().map(SweepRadii.Radii::group).toList());
    List<Bin> bins = radii.bins();
    names.forEach(
        (group, name) -> {
          List<Bin> its = bins.stream().filter(bin -> bin.group().equals(group)).toList();
          if (!its.isEmpty()) {
            blocks.add(
                new Plot(
                    "Histogram of certified radii: " + name,
                    "Thirty bars up to the largest; inputs without a certified radius are left"
                        + " out.",
                    Axis.linear("largest certified radius"),
                    Axis.linear("inputs"),
                    DistributionSections.histograms(its, Bin::name)));
          }
        });
    List<List<Cell>> rows = new ArrayList<>();
    for (SweepRadii.Radii of : quantiles) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.text(names.get(of.group())));
      row.add(Cell.text(of.method().isEmpty() ? "none" : of.method()));
      row.addAll(DistributionSections.cells(of.quantiles()));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("network and dataset", "certified by", "inputs"));
    header.addAll(DistributionSections.QUANTILES.subList(1, DistributionSections.QUANTILES.size()));
    blocks.add(new Table("Largest certified radii", header, rows));
    return Optional.of(new Section("Distribution of certified radii", blocks));
  }
}
