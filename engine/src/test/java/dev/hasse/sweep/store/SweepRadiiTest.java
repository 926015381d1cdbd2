package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Radii of a bisected sweep against the same rows sorted in plain Java. */
@Tag("slow")
class SweepRadiiTest {
  @Test
  void radiiByMethod() throws Exception {
    List<SweepRow> rows = new ArrayList<>();
    Random random = new Random(5);
    for (SweepRow row : AnswersTable.random(6, 80)) {
      boolean isSmall = row.network().equals("small");
      if (isSmall && row.radius() == AnswersTable.RADII.get(0)) {
        double found = row.verdict().equals("certified") ? random.nextInt(1, 90) / 64.0 : 0;
        rows.add(AlteredRows.bisected(row, found, found + 1 / 64.0));
      } else if (!isSmall) {
        rows.add(row);
      }
    }
    try (Connection connection = AnswersTable.of(rows)) {
      SweepRadii radii = new SweepRadii(connection);
      List<SweepRadii.Radii> quantiles = radii.quantiles();
      assertEquals("all", quantiles.get(0).method());
      assertTrue(quantiles.size() >= 4, "too easy a case");
      for (SweepRadii.Radii of : quantiles) {
        assertEquals("small", of.group().network());
        double[] sorted = sorted(rows, of.method());
        assertEquals(sorted.length, of.quantiles().count());
        assertEquals(sorted[0], of.quantiles().least());
        assertEquals(sorted[sorted.length - 1], of.quantiles().largest());
        assertEquals(
            (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2,
            of.quantiles().median(),
            1e-12);
        List<SweepDistributions.Bin> bins =
            radii.bins().stream().filter(bin -> bin.name().equals(of.method())).toList();
        if (!of.method().equals("all") && !of.method().isEmpty()) {
          assertEquals(sorted.length, bins.stream().mapToLong(b -> b.count()).sum());
          assertTrue(bins.get(0).from() <= sorted[0]);
          assertTrue(bins.get(bins.size() - 1).to() >= sorted[sorted.length - 1] - 1e-12);
        } else {
          assertTrue(bins.isEmpty());
        }
      }
    }
  }

  private static double[] sorted(List<SweepRow> rows, String method) {
    return rows.stream()
        .filter(row -> row.network().equals("small") && !row.verdict().equals("error"))
        .filter(row -> method.equals("all") || method.equals(certifier(row)))
        .mapToDouble(row -> certifier(row).isEmpty() ? 0 : row.radius())
        .sorted()
        .toArray();
  }

  private static String certifier(SweepRow row) {
    return row.verdict().equals("certified") ? row.method().orElse("") : "";
  }
}
