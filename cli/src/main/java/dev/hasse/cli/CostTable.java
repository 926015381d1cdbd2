package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.Curve;
import dev.hasse.bound.analytic.GrowthLaw;
import dev.hasse.bound.analytic.Quantity;
import dev.hasse.bound.analytic.Series;
import dev.hasse.bound.analytic.StepLaw;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code cost} for reading: the last curve, which is the summary, and the fits of all. */
final class CostTable implements CostWriter {
  @Override
  public void write(CostHeader header, CostResult result, double seconds, Writer target)
      throws IOException {
    Curve curve = result.curves().get(result.curves().size() - 1);
    values(curve).writeTo(target);
    target.write('\n');
    if (!result.laws().isEmpty()) {
      laws(result).writeTo(target);
      target.write('\n');
    }
    if (!result.steps().isEmpty()) {
      steps(result).writeTo(target);
      target.write('\n');
    }
    for (Quantity quantity : Quantity.values()) {
      if (result.steps().isEmpty() && curve.find(quantity.label()).isPresent()) {
        target.write("%-10s %s%n".formatted(quantity.label(), quantity.meaning()));
      }
    }
    if (!result.steps().isEmpty()) {
      target.write("lower, upper: 95 % confidence interval (Clopper-Pearson)\n");
    }
    publishedFailures(curve, target);
    for (String note : result.notes()) {
      target.write(note + "\n");
    }
    target.write(
        String.format(
            Locale.ROOT,
            "%n%s of %s, backend %s: curve '%s', %,d samples a box, seed %d, %.1f s%n",
            header.experiment(),
            header.subject(),
            header.ranOn().backend(),
            curve.name(),
            header.sampling().count(),
            header.sampling().seed(),
            seconds));
  }

  private static TextTable values(Curve curve) {
    List<String> head = new ArrayList<>(List.of(curve.variable()));
    curve.series().forEach(series -> head.add(series.name()));
    TextTable table = new TextTable(head.toArray(String[]::new));
    for (int k = 0; k < curve.x().size(); k++) {
      List<String> row = new ArrayList<>(List.of(plain(curve.x().get(k))));
      for (Series series : curve.series()) {
        row.add(cell(series.name(), series.values().get(k)));
      }
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  private static TextTable laws(CostResult result) {
    String unit =
        result.laws().get(0).form() == GrowthLaw.Form.DECADES ? "decades a layer" : "slope";
    TextTable table = new TextTable("curve", "series", unit, "R^2");
    for (GrowthLaw law : result.laws()) {
      boolean summary = law.curve().equals(result.curves().get(result.curves().size() - 1).name());
      if (summary || law.series().equals(Quantity.LARGEST.label())) {
        table.row(law.curve(), law.series(), plain(law.slope()), plain(law.rSquared()));
      }
    }
    return table;
  }

  private static TextTable steps(CostResult result) {
    TextTable table = new TextTable("curve", "plateau", "10 %", "50 %", "90 %", "width");
    for (StepLaw step : result.steps()) {
      table.row(
          step.curve(),
          plain(step.plateau()),
          plain(step.tenth()),
          plain(step.half()),
          plain(step.nineTenths()),
          plain(step.width()));
    }
    return table;
  }

  private static void publishedFailures(Curve curve, Writer target) throws IOException {
    Optional<Series> published = curve.find(Quantity.PUBLISHED.label());
    Optional<Series> lower = curve.find(Quantity.LOWER.label());
    if (published.isEmpty() || lower.isEmpty()) {
      return;
    }
    List<String> fails =
        IntStream.range(0, curve.x().size())
            .filter(k -> published.get().values().get(k) < lower.get().values().get(k))
            .mapToObj(k -> plain(curve.x().get(k)))
            .toList();
    if (!fails.isEmpty()) {
      target.write(
          "published lies below a divergence that occurs at %s %s%n"
              .formatted(curve.variable(), String.join(", ", fails)));
    }
  }

  /** Bounds lose digits outwards. */
  private static String cell(String series, double value) {
    Optional<Quantity.Kind> kind =
        Arrays.stream(Quantity.values())
            .filter(quantity -> quantity.label().equals(series))
            .map(Quantity::kind)
            .findFirst();
    if (Double.isNaN(value)) {
      return "-";
    }
    if (kind.equals(Optional.of(Quantity.Kind.UPPER_BOUND))) {
      return Numbers.upper(value);
    }
    return kind.equals(Optional.of(Quantity.Kind.LOWER_BOUND))
        ? Numbers.lower(value)
        : plain(value);
  }

  private static String plain(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.5g", value);
  }
}
