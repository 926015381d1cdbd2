package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SweepComparisonTest {
  /** Counted by comparing every row with every other. */
  @Test
  void countsCommonQuestions() throws Exception {
    List<SweepRow> one = AnswersTable.random(1, 90);
    List<SweepRow> two = new ArrayList<>(AnswersTable.random(2, 110));
    two.removeIf(row -> row.radius() == AnswersTable.RADII.get(1));
    // The order of a plan is no part of a question, and neither is its number.
    Collections.shuffle(two, new Random(3));
    List<SweepRow> renumbered = new ArrayList<>();
    for (SweepRow row : two) {
      renumbered.add(AlteredRows.asked(row, renumbered.size(), row.input() % 13 == 0 ? 1 : 0));
    }
    List<SweepRow> seeded =
        one.stream()
            .map(row -> AlteredRows.asked(row, row.question(), row.input() % 11 == 0 ? 1 : 0))
            .toList();
    try (Connection first = AnswersTable.of(seeded);
        Connection second = AnswersTable.of(renumbered)) {
      List<SweepComparison.Pair> pairs = SweepComparison.of(first, second);
      assertEquals(6, pairs.size());
      for (SweepComparison.Pair pair : pairs) {
        requireCounts(seeded, renumbered, pair);
      }
      assertTrue(pairs.stream().anyMatch(pair -> pair.contradictions() > 0), "too easy a case");
    }
  }

  private static void requireCounts(
      List<SweepRow> one, List<SweepRow> two, SweepComparison.Pair pair) {
    long common = 0;
    long onlyFirst = 0;
    long onlySecond = 0;
    long contradictions = 0;
    double firstSeconds = 0;
    double secondSeconds = 0;
    for (SweepRow a : one) {
      for (SweepRow b : two) {
        if (isSame(a, b)
            && a.radius() == pair.radius()
            && a.network().equals(pair.group().network())) {
          common++;
          boolean first = a.verdict().equals("certified");
          boolean second = b.verdict().equals("certified");
          onlyFirst += first && !second ? 1 : 0;
          onlySecond += second && !first ? 1 : 0;
          contradictions += first && b.verdict().equals("violated") ? 1 : 0;
          contradictions += second && a.verdict().equals("violated") ? 1 : 0;
          firstSeconds += a.seconds();
          secondSeconds += b.seconds();
        }
      }
    }
    assertTrue(common > 0);
    assertEquals(common, pair.common());
    assertEquals(onlyFirst, pair.onlyFirst());
    assertEquals(onlySecond, pair.onlySecond());
    assertEquals(pair.second() - pair.first(), onlySecond - onlyFirst);
    assertEquals(contradictions, pair.contradictions());
    assertEquals((double) (pair.second() - pair.first()) / common, pair.difference(), 1e-15);
    assertEquals(firstSeconds / secondSeconds, pair.speed(), 1e-9);
    assertTrue(pair.chance() > 0 && pair.chance() <= 1);
  }

  private static boolean isSame(SweepRow a, SweepRow b) {
    return a.networkHash().equals(b.networkHash())
        && a.dataset().equals(b.dataset())
        && a.input() == b.input()
        && a.label() == b.label()
        && a.radius() == b.radius()
        && a.seed() == b.seed()
        && !a.verdict().equals("error")
        && !b.verdict().equals("error");
  }

  @Test
  void aSweepEqualsItself() throws Exception {
    List<SweepRow> rows = AnswersTable.random(9, 30);
    try (Connection first = AnswersTable.of(rows);
        Connection second = AnswersTable.of(rows)) {
      for (SweepComparison.Pair pair : SweepComparison.of(first, second)) {
        assertEquals(0, pair.difference());
        assertEquals(1, pair.chance());
        assertEquals(1, pair.speed());
      }
    }
  }
}
