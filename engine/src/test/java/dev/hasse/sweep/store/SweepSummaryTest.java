package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The aggregates against the same rows counted in plain Java. */
@Tag("slow")
class SweepSummaryTest extends FilledTable {
  private SweepSummary summary;

  SweepSummaryTest() {
    super(20261122, 150);
  }

  @BeforeEach
  void ask() {
    summary = new SweepSummary(connection);
  }

  private static SweepGroup group(SweepRow row) {
    return new SweepGroup(row.network(), row.networkHash(), row.dataset());
  }

  private static Map<String, List<SweepRow>> byRadius(List<SweepRow> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> group(row).label() + " " + row.radius(), TreeMap::new, Collectors.toList()));
  }

  private static long count(List<SweepRow> rows, String verdict) {
    return rows.stream().filter(row -> row.verdict().equals(verdict)).count();
  }

  @Test
  void countsVerdicts() throws Exception {
    assertEquals(rows.size(), summary.answers());
    List<VerdictCounts> expected =
        byRadius(rows).values().stream()
            .map(
                same ->
                    new VerdictCounts(
                        group(same.get(0)),
                        same.get(0).radius(),
                        same.size(),
                        count(same, "certified"),
                        count(same, "violated"),
                        count(same, "undecided"),
                        count(same, "misclassified"),
                        count(same, "error")))
            .toList();
    assertEquals(expected, summary.verdicts());
    assertEquals(8, expected.size());
    assertTrue(expected.stream().allMatch(v -> v.certified() > 0 && v.misclassified() > 0));
    assertTrue(expected.stream().mapToLong(VerdictCounts::errors).sum() > 0);
    assertTrue(summary.certifiedRadii().isEmpty());
  }

  @Test
  void certifiedByTheMethodsSoFar() throws Exception {
    List<MethodAccuracy> expected = new ArrayList<>();
    for (MarginMethod method : MarginMethod.values()) {
      for (List<SweepRow> same : byRadius(rows).values()) {
        if (rows.stream()
            .filter(row -> row.network().equals(same.get(0).network()))
            .anyMatch(row -> margin(row, method).isPresent())) {
          long certified = same.stream().filter(row -> certifies(row, method)).count();
          expected.add(
              new MethodAccuracy(
                  group(same.get(0)),
                  same.get(0).radius(),
                  method,
                  new WilsonInterval(certified, same.size())));
        }
      }
    }
    assertEquals(expected, summary.accuracyByMethod());
    // One network has all six methods, the other has no LP, SDP and exact margins.
    assertEquals(8 * 3 + 4 * 3, expected.size());
  }

  private static OptionalDouble margin(SweepRow row, MarginMethod method) {
    return switch (method) {
      case IBP -> row.ibp();
      case CROWN_IBP -> row.crownIbp();
      case CROWN -> row.crown();
      case ALPHA_CROWN -> row.alphaCrown();
      case LP -> row.lp();
      case SDP -> row.sdp();
      case EXACT -> row.exact();
    };
  }

  private static boolean certifies(SweepRow row, MarginMethod dearest) {
    boolean certifies = false;
    for (MarginMethod method : MarginMethod.values()) {
      if (method.compareTo(dearest) <= 0) {
        certifies |= margin(row, method).orElse(-1) > 0;
      }
    }
    return certifies;
  }

  @Test
  void countsWhatEachStageDecided() throws Exception {
    List<StageShare> expected = new ArrayList<>();
    for (List<SweepRow> same : byRadius(rows).values()) {
      Map<String, List<SweepRow>> byStage =
          same.stream()
              .collect(
                  Collectors.groupingBy(
                      row -> isDecided(row) ? row.method().orElseThrow() : "",
                      TreeMap::new,
                      Collectors.toList()));
      byStage.forEach(
          (stage, its) ->
              expected.add(
                  new StageShare(
                      group(same.get(0)),
                      same.get(0).radius(),
                      stage,
                      count(its, "certified"),
                      count(its, "violated"),
                      same.size())));
    }
    assertEquals(expected, summary.stages());
    assertTrue(expected.size() > 20, "too easy a case");
  }

  private static boolean isDecided(SweepRow row) {
    return row.verdict().equals("certified") || row.verdict().equals("violated");
  }

  @Test
  void groupsErrorsByText() throws Exception {
    Map<String, Long> expected =
        rows.stream()
            .flatMap(row -> row.error().stream())
            .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    List<SweepSummary.ErrorCount> errors = summary.errors();
    assertEquals(2, expected.size(), "too easy a case");
    assertEquals(
        expected,
        errors.stream()
            .collect(
                Collectors.toMap(SweepSummary.ErrorCount::reason, SweepSummary.ErrorCount::times)));
    assertTrue(errors.get(0).times() >= errors.get(1).times());
    SweepSummary.Computed computed = summary.computed().get(0);
    assertEquals(rows.size(), computed.answers());
    assertEquals(rows.stream().mapToDouble(SweepRow::seconds).sum(), computed.seconds(), 1e-6);
  }

  /** In a bisected sweep the radius is a result, and what is certified there is so below. */
  @Test
  void certifiedAtARadiusIsWhoseOwnIsAsLarge() throws Exception {
    List<SweepRow> bisected = new ArrayList<>();
    Random random = new Random(5);
    for (SweepRow row : AnswersTable.random(6, 60)) {
      if (row.network().equals("small") && row.radius() == AnswersTable.RADII.get(0)) {
        double found = row.verdict().equals("certified") ? random.nextInt(9) / 64.0 : 0;
        bisected.add(AlteredRows.bisected(row, found, found + 1 / 64.0));
      } else if (row.network().equals("large")) {
        bisected.add(row);
      }
    }
    try (Connection other = AnswersTable.of(bisected)) {
      SweepSummary of = new SweepSummary(other);
      assertTrue(of.verdicts().stream().allMatch(v -> v.group().network().equals("large")));
      assertEquals(4, of.verdicts().size());
      List<SweepRow> small =
          bisected.stream().filter(row -> row.network().equals("small")).toList();
      List<VerdictCounts> curve = of.certifiedRadii();
      assertEquals(8, curve.size());
      for (VerdictCounts point : curve) {
        assertEquals(60, point.all());
        assertEquals(
            small.stream().filter(row -> row.radius() >= point.radius()).count(),
            point.certified());
        assertEquals(count(small, "misclassified"), point.misclassified());
        assertEquals(count(small, "error"), point.errors());
        assertEquals(
            60, point.certified() + point.undecided() + point.misclassified() + point.errors());
      }
    }
  }
}
