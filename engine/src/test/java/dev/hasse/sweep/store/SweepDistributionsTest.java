package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Quantiles, histograms and extremes against the same rows sorted in plain Java. */
@Tag("slow")
class SweepDistributionsTest extends FilledTable {
  private SweepDistributions distributions;

  SweepDistributionsTest() {
    super(42, 120);
  }

  @BeforeEach
  void ask() {
    distributions = new SweepDistributions(connection);
  }

  private static double difference(OptionalDouble dear, OptionalDouble cheap) {
    double difference = dear.orElse(Double.NaN) - cheap.orElse(Double.NaN);
    return Double.isFinite(difference) ? difference : Double.NaN;
  }

  private static double best(SweepRow row) {
    return DoubleStream.of(
            row.ibp().orElse(Double.NaN),
            row.crownIbp().orElse(Double.NaN),
            row.crown().orElse(Double.NaN),
            row.alphaCrown().orElse(Double.NaN))
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  private static Function<SweepRow, Double> gap(String name) {
    return row ->
        switch (name) {
          case "crown − ibp" -> difference(row.crown(), row.ibp());
          case "alpha-crown − crown" -> difference(row.alphaCrown(), row.crown());
          case "lp − alpha-crown" -> difference(row.lp(), row.alphaCrown());
          case "sdp − alpha-crown" -> difference(row.sdp(), row.alphaCrown());
          case "sdp − lp" -> difference(row.sdp(), row.lp());
          case "exact − lp" -> difference(row.exact(), row.lp());
          case "exact − sdp" -> difference(row.exact(), row.sdp());
          case "exact − best propagation" -> row.exact().orElse(Double.NaN) - best(row);
          default -> throw new AssertionError("an unknown gap: " + name);
        };
  }

  private double[] sorted(SweepGroup group, double radius, String gap) {
    return rows.stream()
        .filter(row -> row.network().equals(group.network()))
        .filter(row -> Double.isNaN(radius) || row.radius() == radius)
        .mapToDouble(row -> gap(gap).apply(row))
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /** Between the neighbours in order, as far as the share lies between them. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Test
  void quantilesOfGaps() throws Exception {
    List<SweepDistributions.GapQuantiles> gaps = distributions.gaps();
    assertEquals(2 * 4 * 2 + 6 * 4, gaps.size(), "both have two gaps, one has six more");
    for (SweepDistributions.GapQuantiles gap : gaps) {
      double[] sorted = sorted(gap.group(), gap.radius(), gap.gap());
      requireQuantiles(sorted, gap.quantiles());
    }
  }

  private static void requireQuantiles(double[] sorted, SweepDistributions.Quantiles of) {
    assertEquals(sorted.length, of.count());
    assertEquals(sorted[0], of.least());
    assertEquals(quantile(sorted, 0.1), of.low(), 1e-9);
    assertEquals(quantile(sorted, 0.5), of.median(), 1e-9);
    assertEquals(quantile(sorted, 0.9), of.high(), 1e-9);
    assertEquals(quantile(sorted, 0.99), of.highest(), 1e-9);
    assertEquals(sorted[sorted.length - 1], of.largest());
    assertEquals(Arrays.stream(sorted).sum(), of.total(), 1e-6);
  }

  @Test
  void everyGapIsInOneBar() throws Exception {
    List<SweepDistributions.Bin> bins = distributions.gapBins();
    assertTrue(bins.size() > 100, "too easy a case");
    for (SweepDistributions.Bin bin : bins) {
      double[] sorted = sorted(bin.group(), Double.NaN, bin.name());
      double largest = sorted[sorted.length - 1];
      double width = (largest - sorted[0]) / 30;
      assertEquals(width, bin.to() - bin.from(), 1e-9);
      // Edges are rounded: what lies on one may be counted on either side.
      assertTrue(bin.count() <= within(sorted, bin.from() - 1e-9, bin.to() + 1e-9));
      assertTrue(bin.count() >= within(sorted, bin.from() + 1e-9, bin.to() - 1e-9));
      assertEquals(
          sorted.length,
          bins.stream()
              .filter(b -> b.group().equals(bin.group()) && b.name().equals(bin.name()))
              .mapToLong(SweepDistributions.Bin::count)
              .sum());
    }
  }

  private static long within(double[] values, double from, double to) {
    return Arrays.stream(values).filter(value -> value >= from && value <= to).count();
  }

  @Test
  void secondsByMethod() throws Exception {
    List<SweepDistributions.Seconds> seconds = distributions.seconds();
    assertEquals(
        List.of("", "alpha-crown", "crown", "exact", "ibp"),
        seconds.stream().map(SweepDistributions.Seconds::method).toList());
    List<SweepDistributions.Bin> bins = distributions.secondsBins();
    for (SweepDistributions.Seconds of : seconds) {
      double[] sorted =
          rows.stream()
              .filter(row -> row.method().orElse("").equals(of.method()))
              .mapToDouble(SweepRow::seconds)
              .sorted()
              .toArray();
      requireQuantiles(sorted, of.quantiles());
      List<SweepDistributions.Bin> its =
          bins.stream().filter(bin -> bin.name().equals(of.method())).toList();
      for (SweepDistributions.Bin bin : its) {
        assertEquals(within(sorted, bin.from(), bin.to()), bin.count());
        // Five bars in a power of ten.
        double ratio = bin.to() / bin.from();
        assertEquals(10, ratio * ratio * ratio * ratio * ratio, 1e-9);
      }
      assertEquals(
          Arrays.stream(sorted).filter(value -> value > 0).count(),
          its.stream().mapToLong(SweepDistributions.Bin::count).sum());
    }
  }

  @Test
  void theSlowestAndTheLargestGaps() throws Exception {
    SweepExtremes extremes = new SweepExtremes(connection);
    assertTrue(extremes.hasExact());
    assertArrayOfLargest(rows.stream().mapToDouble(SweepRow::seconds), extremes.slowest(7));
    assertArrayOfLargest(
        rows.stream()
            .mapToDouble(row -> row.exact().orElse(Double.NaN) - best(row))
            .filter(Double::isFinite),
        extremes.largestGaps(7));
    SweepExtremes.Extreme first = extremes.slowest(1).get(0);
    SweepRow row = rows.get((int) first.question());
    assertEquals(row.input(), first.input());
    assertEquals(row.radius(), first.radius());
    assertEquals(row.verdict(), first.verdict());
  }

  @Test
  void withoutExactMarginsTheGapIsThatOfCrown() throws Exception {
    List<SweepRow> large = rows.stream().filter(r -> r.network().equals("large")).toList();
    try (Connection other = AnswersTable.of(large)) {
      SweepExtremes extremes = new SweepExtremes(other);
      assertFalse(extremes.hasExact());
      assertArrayOfLargest(
          large.stream()
              .mapToDouble(row -> difference(row.crown(), row.ibp()))
              .filter(Double::isFinite),
          extremes.largestGaps(5));
    }
  }

  private static void assertArrayOfLargest(
      DoubleStream values, List<SweepExtremes.Extreme> extremes) {
    double[] sorted = values.sorted().toArray();
    for (int i = 0; i < extremes.size(); i++) {
      assertEquals(sorted[sorted.length - 1 - i], extremes.get(i).value(), 1e-12);
    }
    assertTrue(extremes.size() >= 5);
  }
}
