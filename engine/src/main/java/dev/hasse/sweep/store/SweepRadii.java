package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How the largest certified radii of bisected networks and datasets are distributed, by aggregation
 * in SQL. An input without a certified radius, misclassified ones among them, counts with radius 0
 * and no method; one that failed does not count.
 */
public final class SweepRadii {
  private static final String RADII =
      """
      (SELECT network, network_hash, dataset,
        CASE WHEN verdict = 'certified' THEN coalesce(method, '') ELSE '' END AS stage,
        CASE WHEN verdict = 'certified' THEN radius ELSE 0 END AS value
      FROM answers ANTI JOIN %s USING (question) WHERE verdict <> 'error') radii
      """
          .formatted(SweepSummary.FIXED);

  private static final int BINS = 30;

  private final Connection connection;

  /**
   * @param connection to a database with the table {@code answers}; stays the caller's to close
   */
  public SweepRadii(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
  }

  /**
   * Largest certified radii.
   *
   * @param group network and dataset
   * @param method that certified there; empty where nothing was certified, "all" for all inputs
   * @param quantiles of the radii
   */
  public record Radii(SweepGroup group, String method, SweepDistributions.Quantiles quantiles) {}

  /** Quantiles by network and dataset: of all inputs first, then by method. */
  public List<Radii> quantiles() throws SQLException {
    return SqlRows.list(
        connection,
        """
        WITH all_and_each AS (SELECT *, 1 AS part FROM %1$s
          UNION ALL SELECT network, network_hash, dataset, 'all', value, 0 FROM %1$s)
        SELECT network, network_hash, dataset, stage, %2$s FROM all_and_each
        GROUP BY network, network_hash, dataset, part, stage
        ORDER BY network, network_hash, dataset, part, stage
        """
            .formatted(RADII, SweepDistributions.QUANTILES),
        row ->
            new Radii(
                SqlRows.group(row), row.getString("stage"), SweepDistributions.Quantiles.of(row)));
  }

  /**
   * Histograms of positive radii by network, dataset and method, in thirtieths of the largest one
   * of the network and dataset; the last bar holds its upper edge too.
   */
  public List<SweepDistributions.Bin> bins() throws SQLException {
    return SqlRows.list(
        connection,
        String.format(
            Locale.ROOT,
            """
            WITH ends AS (SELECT network, network_hash, dataset, max(value) / %2$d AS width
                FROM %1$s GROUP BY ALL),
            placed AS (SELECT network, network_hash, dataset, stage, width,
                least(%2$d - 1, floor(value / width)::BIGINT) AS bin
              FROM %1$s JOIN ends USING (network, network_hash, dataset) WHERE value > 0)
            SELECT network, network_hash, dataset, stage, bin * width AS low,
              (bin + 1) * width AS high, count(*) AS count
            FROM placed GROUP BY network, network_hash, dataset, stage, width, bin
            ORDER BY network, network_hash, dataset, stage, bin
            """,
            RADII,
            BINS),
        row -> SweepDistributions.bin(SqlRows.group(row), row.getString("stage"), row));
  }
}
