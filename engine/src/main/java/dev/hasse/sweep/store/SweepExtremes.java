package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The questions of a sweep that stand out. */
public final class SweepExtremes {
  private static final String COLUMNS =
      "question, network, network_hash, dataset, input, label, radius, verdict,"
          + " coalesce(method, '') AS stage, seconds";

  private final Connection connection;

  /**
   * @param connection to a database with the table {@code answers}; stays the caller's to close
   */
  public SweepExtremes(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
  }

  /**
   * A question that stands out.
   *
   * @param question its number
   * @param group network and dataset
   * @param input index in the dataset
   * @param label class that it should get
   * @param radius asked, or found by bisection
   * @param verdict how it ended
   * @param method that decided or was tried last; may be empty
   * @param seconds it took
   * @param value what it stands out by
   */
  public record Extreme(
      long question,
      SweepGroup group,
      int input,
      int label,
      double radius,
      String verdict,
      String method,
      double seconds,
      double value) {
    static Extreme of(ResultSet row) throws SQLException {
      return new Extreme(
          row.getLong("question"),
          SqlRows.group(row),
          row.getInt("input"),
          row.getInt("label"),
          row.getDouble("radius"),
          row.getString("verdict"),
          row.getString("stage"),
          row.getDouble("seconds"),
          row.getDouble("value"));
    }
  }

  /** The slowest questions, the slowest first. */
  public List<Extreme> slowest(int count) throws SQLException {
    return largest("seconds", count);
  }

  /** Whether some question has an exact margin to compare with. */
  public boolean hasExact() throws SQLException {
    return SqlRows.list(
            connection,
            "SELECT count(*) FROM answers WHERE isfinite(exact)",
            row -> row.getLong(1) > 0)
        .get(0);
  }

  /**
   * The questions with the largest gap first: exact margin minus the best of propagation, or, where
   * the sweep has no exact margins, CROWN's minus that of intervals.
   */
  public List<Extreme> largestGaps(int count) throws SQLException {
    String gap =
        hasExact()
            ? "(%s) - %s".formatted(MarginMethod.EXACT.finite(), MarginMethod.bestPropagation())
            : "(%s) - (%s)".formatted(MarginMethod.CROWN.finite(), MarginMethod.IBP.finite());
    return largest(gap, count);
  }

  private List<Extreme> largest(String value, int count) throws SQLException {
    return SqlRows.list(
        connection,
        String.format(
            Locale.ROOT,
            """
            SELECT * FROM (SELECT %s, %s AS value FROM answers)
            WHERE value IS NOT NULL AND isfinite(value) ORDER BY value DESC, question LIMIT %d
            """,
            COLUMNS,
            value,
            count),
        Extreme::of);
  }
}
