package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.Curve;
import dev.hasse.bound.analytic.GrowthLaw;
import dev.hasse.bound.analytic.MisclassificationExperiment;
import dev.hasse.bound.analytic.Quantity;
import dev.hasse.bound.analytic.StepLaw;
import dev.hasse.report.Axis;
import dev.hasse.report.Block;
import dev.hasse.report.Cell;
import dev.hasse.report.Paragraph;
import dev.hasse.report.Plot;
import dev.hasse.report.Point;
import dev.hasse.report.Provenance;
import dev.hasse.report.Report;
import dev.hasse.report.Section;
import dev.hasse.report.Series;
import dev.hasse.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code cost} as a report: the curves, the laws that they follow, all values. */
final class CostReport {
  private CostReport() {}

  static Report of(CostHeader header, CostResult result, Provenance provenance) {
    List<Section> sections = new ArrayList<>();
    Curve summary = result.curves().get(result.curves().size() - 1);
    boolean probabilities = summary.find(MisclassificationExperiment.PROBABILITY).isPresent();
    sections.add(
        probabilities ? probabilities(header, result, summary) : divergence(header, summary));
    if (!probabilities && result.curves().size() > 1) {
      sections.add(largestByCurve(result));
    }
    sections.add(laws(result));
    List<Block> tables = new ArrayList<>();
    result.curves().forEach(curve -> tables.add(values(curve)));
    sections.add(new Section("All values", tables));
    String about = probabilities ? "Misclassification of the relaxation" : "Cost of relaxation";
    return new Report(
        about + " by " + summary.variable() + ": " + header.subject(), provenance, sections);
  }

  private static Section divergence(CostHeader header, Curve curve) {
    List<Series> series = new ArrayList<>();
    List<List<Cell>> meanings = new ArrayList<>();
    for (dev.hasse.bound.analytic.Series one : curve.series()) {
      Optional<Quantity> quantity = quantity(one.name());
      if (quantity.map(Quantity::kind).equals(Optional.of(Quantity.Kind.STATUS))) {
        continue;
      }
      series.add(Series.line(one.name(), points(curve, one)));
      quantity.ifPresent(
          found -> meanings.add(List.of(Cell.text(found.label()), Cell.text(found.meaning()))));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(sampling(header) + " Curve: " + curve.name() + "."));
    blocks.add(
        new Plot(
            "Divergence by " + curve.variable(),
            "dvg(x) = max over outputs of |f(x) - s(x)|, s the chord relaxation.",
            Axis.linear(curve.variable()),
            Axis.logarithmic("divergence"),
            series));
    curve.find(Quantity.LOWER.label()).ifPresent(lower -> blocks.add(ratios(curve, lower)));
    blocks.add(new Table("What the names mean", List.of("name", "meaning"), meanings));
    return new Section("Divergence by " + curve.variable(), blocks);
  }

  /** Curves that grow by thirty decades lie on each other; over the lower bound they do not. */
  private static Plot ratios(Curve curve, dev.hasse.bound.analytic.Series lower) {
    List<Series> series = new ArrayList<>();
    for (dev.hasse.bound.analytic.Series one : curve.series()) {
      Optional<Quantity.Kind> kind = quantity(one.name()).map(Quantity::kind);
      boolean isDivergence = kind.isPresent() && kind.get() != Quantity.Kind.STATUS;
      if (isDivergence && !one.name().equals(Quantity.NORM.label())) {
        series.add(
            Series.line(
                one.name(),
                IntStream.range(0, curve.x().size())
                    .mapToObj(
                        k ->
                            new Point(
                                curve.x().get(k), one.values().get(k) / lower.values().get(k)))
                    .toList()));
      }
    }
    return new Plot(
        "Over the lower bound",
        "The same, but for 'norm', over the rigorous lower bound of the largest divergence: an upper"
            + " bound below 1 is none.",
        Axis.linear(curve.variable()),
        Axis.logarithmic("ratio"),
        series);
  }

  private static Section largestByCurve(CostResult result) {
    List<Series> series = new ArrayList<>();
    for (Curve curve : result.curves()) {
      curve
          .find(Quantity.LARGEST.label())
          .ifPresent(one -> series.add(Series.line(curve.name(), points(curve, one))));
    }
    String variable = result.curves().get(0).variable();
    return new Section(
        "Largest sampled divergence, each curve",
        List.of(
            new Plot(
                "Largest sampled divergence by " + variable,
                Quantity.LARGEST.meaning(),
                Axis.linear(variable),
                Axis.logarithmic("divergence"),
                series)));
  }

  private static Section probabilities(CostHeader header, CostResult result, Curve summary) {
    List<Series> classes = new ArrayList<>();
    for (Curve curve : result.curves()) {
      if (!curve.name().equals(summary.name())) {
        curve
            .find(MisclassificationExperiment.PROBABILITY)
            .ifPresent(one -> classes.add(Series.line(curve.name(), points(curve, one))));
      }
    }
    double[] share = values(summary, MisclassificationExperiment.PROBABILITY);
    double[] lower = values(summary, "lower");
    double[] upper = values(summary, "upper");
    List<Point> band =
        IntStream.range(0, share.length)
            .mapToObj(k -> new Point(summary.x().get(k), share[k], lower[k], upper[k]))
            .toList();
    Axis x = Axis.linear(summary.variable());
    Axis y = Axis.linear("probability");
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(sampling(header)));
    blocks.add(
        new Plot(
            "All together",
            "P(argmax f != argmax s), with its 95 % interval (Clopper-Pearson).",
            x,
            y,
            List.of(Series.line(summary.name(), band))));
    if (!classes.isEmpty()) {
      blocks.add(new Plot("By class", "The same around the image of each class.", x, y, classes));
    }
    return new Section("Misclassification by " + summary.variable(), blocks);
  }

  private static double[] values(Curve curve, String series) {
    return curve.find(series).orElseThrow().toArray();
  }

  private static String sampling(CostHeader header) {
    return "%,d samples a box, seed %d, backend %s."
        .formatted(header.sampling().count(), header.sampling().seed(), header.ranOn().backend());
  }

  private static Section laws(CostResult result) {
    List<Block> blocks = new ArrayList<>();
    if (!result.laws().isEmpty()) {
      String unit =
          result.laws().get(0).form() == GrowthLaw.Form.DECADES ? "decades a layer" : "slope";
      List<List<Cell>> rows = new ArrayList<>();
      for (GrowthLaw law : result.laws()) {
        rows.add(
            List.of(
                Cell.text(law.curve()),
                Cell.text(law.series()),
                Cell.number(law.slope()),
                Cell.number(law.rSquared())));
      }
      blocks.add(new Table("Lines by least squares", List.of("curve", "series", unit, "R²"), rows));
    }
    if (!result.steps().isEmpty()) {
      List<List<Cell>> rows = new ArrayList<>();
      for (StepLaw step : result.steps()) {
        rows.add(
            List.of(
                Cell.text(step.curve()),
                Cell.number(step.plateau()),
                Cell.number(step.tenth()),
                Cell.number(step.half()),
                Cell.number(step.nineTenths()),
                Cell.number(step.width())));
      }
      blocks.add(
          new Table(
              "Where the curves step up",
              List.of("curve", "plateau", "10 %", "50 %", "90 %", "10 to 90 %"),
              rows));
    }
    result.notes().forEach(note -> blocks.add(new Paragraph(note)));
    return new Section("Laws", blocks);
  }

  private static Table values(Curve curve) {
    List<String> head = new ArrayList<>(List.of(curve.variable()));
    curve.series().forEach(series -> head.add(series.name()));
    List<List<Cell>> rows = new ArrayList<>();
    for (int k = 0; k < curve.x().size(); k++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.number(curve.x().get(k))));
      for (dev.hasse.bound.analytic.Series series : curve.series()) {
        row.add(cell(series.name(), series.values().get(k)));
      }
      rows.add(row);
    }
    return new Table(curve.name(), head, rows);
  }

  /** Bounds lose digits outwards. */
  private static Cell cell(String series, double value) {
    Optional<Quantity.Kind> kind = quantity(series).map(Quantity::kind);
    if (kind.equals(Optional.of(Quantity.Kind.UPPER_BOUND))) {
      return Cell.number(value, Numbers.upper(value));
    }
    return kind.equals(Optional.of(Quantity.Kind.LOWER_BOUND))
        ? Cell.number(value, Numbers.lower(value))
        : Cell.number(value);
  }

  private static Optional<Quantity> quantity(String label) {
    return Arrays.stream(Quantity.values())
        .filter(quantity -> quantity.label().equals(label))
        .findFirst();
  }

  private static List<Point> points(Curve curve, dev.hasse.bound.analytic.Series series) {
    return IntStream.range(0, curve.x().size())
        .mapToObj(k -> new Point(curve.x().get(k), series.values().get(k)))
        .toList();
  }
}
