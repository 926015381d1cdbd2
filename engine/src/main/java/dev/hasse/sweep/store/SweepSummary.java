package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a sweep's table {@code answers} says of certified accuracy, stages and failures, by
 * aggregation in the database.
 *
 * <p>A network and dataset of which some answer has a refused radius was bisected: there a row's
 * radius is a result and not a question, so such rows count in {@link #certifiedRadii} and in no
 * summary by radius.
 */
public final class SweepSummary {
  /** Rows whose radius was asked. */
  static final String FIXED =
      """
      (SELECT * FROM answers a WHERE NOT EXISTS (
        SELECT 1 FROM answers b WHERE b.refused_radius IS NOT NULL AND b.network = a.network
          AND b.network_hash = a.network_hash AND b.dataset = a.dataset)) fixed
      """;

  private static final int MOST_ERRORS = 50;

  private final Connection connection;

  /**
   * @param connection to a database with the table; stays the caller's to close
   */
  public SweepSummary(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
  }

  /** How many questions have an answer. */
  public long answers() throws SQLException {
    return SqlRows.list(connection, "SELECT count(*) FROM answers", row -> row.getLong(1)).get(0);
  }

  /** Ends of questions by network, dataset and radius, in this order. */
  public List<VerdictCounts> verdicts() throws SQLException {
    return SqlRows.list(
        connection,
        """
        SELECT network, network_hash, dataset, radius, count(*) AS "all",
          count(*) FILTER (verdict = 'certified') AS certified,
          count(*) FILTER (verdict = 'violated') AS violated,
          count(*) FILTER (verdict = 'undecided') AS undecided,
          count(*) FILTER (verdict = 'misclassified') AS misclassified,
          count(*) FILTER (verdict = 'error') AS errors
        FROM %s GROUP BY network, network_hash, dataset, radius
        ORDER BY network, network_hash, dataset, radius
        """
            .formatted(FIXED),
        row ->
            new VerdictCounts(
                SqlRows.group(row),
                row.getDouble("radius"),
                row.getLong("all"),
                row.getLong("certified"),
                row.getLong("violated"),
                row.getLong("undecided"),
                row.getLong("misclassified"),
                row.getLong("errors")));
  }

  /**
   * Certified accuracy by the dearest method allowed. A network and dataset has only the methods
   * that gave it some margin. A positive margin of a misclassified input, which no sound method
   * gives, would count for nothing.
   */
  public List<MethodAccuracy> accuracyByMethod() throws SQLException {
    List<MethodAccuracy> all = new ArrayList<>();
    for (MarginMethod method : MarginMethod.values()) {
      all.addAll(
          SqlRows.list(
              connection,
              """
              WITH rows AS (SELECT *, count(%1$s) OVER
                  (PARTITION BY network, network_hash, dataset) AS margins FROM %2$s)
              SELECT network, network_hash, dataset, radius, count(*) AS "all",
                count(*) FILTER (verdict NOT IN ('misclassified', 'error') AND %3$s) AS certified
              FROM rows WHERE margins > 0 GROUP BY network, network_hash, dataset, radius
              ORDER BY network, network_hash, dataset, radius
              """
                  .formatted(method.column(), FIXED, method.certifiesSoFar()),
              row ->
                  new MethodAccuracy(
                      SqlRows.group(row),
                      row.getDouble("radius"),
                      method,
                      new WilsonInterval(row.getLong("certified"), row.getLong("all")))));
    }
    return all;
  }

  /** Questions decided by each stage, by network, dataset, radius and stage, in this order. */
  public List<StageShare> stages() throws SQLException {
    return SqlRows.list(
        connection,
        """
        WITH counts AS (
          SELECT network, network_hash, dataset, radius,
            CASE WHEN verdict IN ('certified', 'violated') THEN coalesce(method, '') ELSE '' END
              AS stage,
            count(*) FILTER (verdict = 'certified') AS certified,
            count(*) FILTER (verdict = 'violated') AS violated, count(*) AS here
          FROM %s GROUP BY ALL)
        SELECT network, network_hash, dataset, radius, stage, certified, violated,
          sum(here) OVER (PARTITION BY network, network_hash, dataset, radius) AS "all"
        FROM counts ORDER BY network, network_hash, dataset, radius, stage
        """
            .formatted(FIXED),
        row ->
            new StageShare(
                SqlRows.group(row),
                row.getDouble("radius"),
                row.getString("stage"),
                row.getLong("certified"),
                row.getLong("violated"),
                row.getLong("all")));
  }

  /**
   * Of bisected networks and datasets, for each certified radius the inputs that are certified
   * there: those whose own certified radius is as large, since what holds in a box holds within.
   */
  public List<VerdictCounts> certifiedRadii() throws SQLException {
    return SqlRows.list(
        connection,
        """
        WITH bisected AS (SELECT * FROM answers ANTI JOIN %s USING (question)),
        inputs AS (SELECT network, network_hash, dataset,
          CASE WHEN verdict IN ('misclassified', 'error') THEN 0 ELSE radius END AS radius,
          verdict FROM bisected),
        sizes AS (SELECT network, network_hash, dataset, radius, count(*) AS here,
            count(*) FILTER (verdict = 'misclassified') AS misclassified,
            count(*) FILTER (verdict = 'error') AS errors
          FROM inputs GROUP BY network, network_hash, dataset, radius)
        SELECT network, network_hash, dataset, radius,
          sum(here) OVER (PARTITION BY network, network_hash, dataset ORDER BY radius DESC)
            AS certified,
          sum(here) OVER whole AS "all", sum(misclassified) OVER whole AS misclassified,
          sum(errors) OVER whole AS errors
        FROM sizes WINDOW whole AS (PARTITION BY network, network_hash, dataset)
        QUALIFY radius > 0 ORDER BY network, network_hash, dataset, radius
        """
            .formatted(FIXED),
        row -> {
          long all = row.getLong("all");
          long certified = row.getLong("certified");
          long wrong = row.getLong("misclassified");
          long errors = row.getLong("errors");
          return new VerdictCounts(
              SqlRows.group(row),
              row.getDouble("radius"),
              all,
              certified,
              0,
              all - certified - wrong - errors,
              wrong,
              errors);
        });
  }

  /** How many questions failed. */
  public long failures() throws SQLException {
    return SqlRows.list(
            connection,
            "SELECT count(*) FROM answers WHERE verdict = 'error'",
            row -> row.getLong(1))
        .get(0);
  }

  /** Why questions failed, the most frequent reason first, and how often; the first fifty. */
  public List<ErrorCount> errors() throws SQLException {
    return SqlRows.list(
        connection,
        String.format(
            Locale.ROOT,
            """
            SELECT coalesce(error, '') AS reason, count(*) AS times, min(question) AS first
            FROM answers WHERE verdict = 'error' GROUP BY reason
            ORDER BY times DESC, first LIMIT %d
            """,
            MOST_ERRORS),
        row -> new ErrorCount(row.getString(1), row.getLong(2), row.getLong(3)));
  }

  /** What computed the answers, the most frequent first. */
  public List<Computed> computed() throws SQLException {
    return SqlRows.list(
        connection,
        """
        SELECT backend, device, host, version, count(*) AS answers, sum(seconds) AS seconds
        FROM answers GROUP BY backend, device, host, version
        ORDER BY answers DESC, backend, device, host, version
        """,
        row ->
            new Computed(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getDouble(6)));
  }

  /**
   * A reason for failures.
   *
   * @param reason text of the error
   * @param times how many questions it failed
   * @param first the first such question
   */
  public record ErrorCount(String reason, long times, long first) {}

  /**
   * A machine's part in a sweep.
   *
   * @param backend that computed
   * @param device in words
   * @param host name of the machine
   * @param version of the code
   * @param answers it gave
   * @param seconds of all of them
   */
  public record Computed(
      String backend, String device, String host, String version, long answers, double seconds) {}
}
