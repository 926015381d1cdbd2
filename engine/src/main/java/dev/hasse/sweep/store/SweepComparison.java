package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two sweeps on the questions that both answered: those of the same network file, dataset, input,
 * label, radius, input domain and seed. Failed questions are no answers. Bisected networks have
 * radii of their own and take no part.
 */
public final class SweepComparison {
  private static final String ROWS =
      """
      SELECT network, network_hash, dataset, input, label, radius, clip_lower, clip_upper, seed,
        verdict, seconds
      FROM %s WHERE verdict <> 'error' ORDER BY question
      """
          .formatted(SweepSummary.FIXED);

  private SweepComparison() {}

  /** What makes two questions the same. */
  private record Question(
      String networkHash,
      String dataset,
      int input,
      int label,
      double radius,
      double clipLower,
      double clipUpper,
      long seed) {}

  private record Answer(SweepGroup group, Question question, String verdict, double seconds) {
    boolean is(String word) {
      return verdict.equals(word);
    }
  }

  private record Place(SweepGroup group, double radius) {}

  /**
   * Both sweeps on a network, a dataset and a radius.
   *
   * @param group network and dataset, by the first sweep's names
   * @param radius asked
   * @param common questions that both answered
   * @param first certified by the first sweep
   * @param second certified by the second sweep
   * @param onlyFirst certified by the first sweep and not by the second
   * @param onlySecond certified by the second sweep and not by the first
   * @param contradictions certified by one and violated by the other
   * @param firstSeconds of the first sweep for these questions
   * @param secondSeconds of the second sweep for these questions
   */
  public record Pair(
      SweepGroup group,
      double radius,
      long common,
      long first,
      long second,
      long onlyFirst,
      long onlySecond,
      long contradictions,
      double firstSeconds,
      double secondSeconds) {
    /** Certified accuracy of the second sweep minus that of the first. */
    public double difference() {
      return (double) (onlySecond - onlyFirst) / common;
    }

    /** How many times faster the second sweep is; infinite or not-a-number where it took none. */
    public double speed() {
      return firstSeconds / secondSeconds;
    }

    /** See {@link PairedTest#chance}. */
    public double chance() {
      return PairedTest.chance(onlyFirst, onlySecond);
    }
  }

  /**
   * Compares two sweeps by network, dataset and radius.
   *
   * @return empty where no question is common
   */
  public static List<Pair> of(Connection first, Connection second) throws SQLException {
    Map<Question, Answer> answers = new HashMap<>();
    for (Answer answer : answers(first)) {
      answers.putIfAbsent(answer.question(), answer);
    }
    Map<Place, List<Answer[]>> pairs =
        new TreeMap<>(
            Comparator.comparing((Place place) -> place.group().network())
                .thenComparing(place -> place.group().networkHash())
                .thenComparing(place -> place.group().dataset())
                .thenComparingDouble(Place::radius));
    for (Answer answer : answers(second)) {
      Answer other = answers.remove(answer.question());
      if (other != null) {
        pairs
            .computeIfAbsent(
                new Place(other.group(), other.question().radius()), place -> new ArrayList<>())
            .add(new Answer[] {other, answer});
      }
    }
    return pairs.entrySet().stream().map(e -> pair(e.getKey(), e.getValue())).toList();
  }

  private static List<Answer> answers(Connection connection) throws SQLException {
    return SqlRows.list(
        connection,
        ROWS,
        row ->
            new Answer(
                SqlRows.group(row),
                new Question(
                    row.getString("network_hash"),
                    row.getString("dataset"),
                    row.getInt("input"),
                    row.getInt("label"),
                    row.getDouble("radius"),
                    row.getDouble("clip_lower"),
                    row.getDouble("clip_upper"),
                    row.getLong("seed")),
                row.getString("verdict"),
                row.getDouble("seconds")));
  }

  private static Pair pair(Place place, List<Answer[]> answers) {
    long first = 0;
    long second = 0;
    long both = 0;
    long contradictions = 0;
    double firstSeconds = 0;
    double secondSeconds = 0;
    for (Answer[] two : answers) {
      boolean one = two[0].is("certified");
      boolean other = two[1].is("certified");
      first += one ? 1 : 0;
      second += other ? 1 : 0;
      both += one && other ? 1 : 0;
      contradictions += (one && two[1].is("violated")) || (other && two[0].is("violated")) ? 1 : 0;
      firstSeconds += two[0].seconds();
      secondSeconds += two[1].seconds();
    }
    return new Pair(
        place.group(),
        place.radius(),
        answers.size(),
        first,
        second,
        first - both,
        second - both,
        contradictions,
        firstSeconds,
        secondSeconds);
  }
}
