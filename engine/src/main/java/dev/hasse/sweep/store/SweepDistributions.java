package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How gaps between methods and times of questions are distributed, by aggregation in SQL. */
public final class SweepDistributions {
  static final String QUANTILES =
      """
      count(value) AS values, min(value) AS least, quantile_cont(value, 0.1) AS low,
      quantile_cont(value, 0.5) AS median, quantile_cont(value, 0.9) AS high,
      quantile_cont(value, 0.99) AS highest, max(value) AS largest, sum(value) AS total
      """;

  private static final int BINS = 30;

  /** Bins of times in a decade. */
  private static final int BINS_A_DECADE = 5;

  private final Connection connection;

  /**
   * @param connection to a database with the table {@code answers}; stays the caller's to close
   */
  public SweepDistributions(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
  }

  /**
   * By how much a method's margin exceeds another's.
   *
   * @param name in words
   */
  public record Gap(String name, String sql) {
    private static Gap of(MarginMethod dear, MarginMethod cheap) {
      return new Gap(
          dear.label() + " − " + cheap.label(),
          "(" + dear.finite() + ") - (" + cheap.finite() + ")");
    }

    /**
     * Neighbours among the methods, as well as pairs whose middle most cascades leave out
     * (CROWN-IBP between intervals and CROWN, LP or SDP before the exact margin), and the exact
     * margin over the best of propagation.
     */
    static List<Gap> all() {
      return List.of(
          of(MarginMethod.CROWN_IBP, MarginMethod.IBP),
          of(MarginMethod.CROWN, MarginMethod.CROWN_IBP),
          of(MarginMethod.CROWN, MarginMethod.IBP),
          of(MarginMethod.ALPHA_CROWN, MarginMethod.CROWN),
          of(MarginMethod.LP, MarginMethod.ALPHA_CROWN),
          of(MarginMethod.SDP, MarginMethod.ALPHA_CROWN),
          of(MarginMethod.SDP, MarginMethod.LP),
          of(MarginMethod.EXACT, MarginMethod.LP),
          of(MarginMethod.EXACT, MarginMethod.SDP),
          new Gap(
              "exact − best propagation",
              "(%s) - %s".formatted(MarginMethod.EXACT.finite(), MarginMethod.bestPropagation())));
    }
  }

  /**
   * Quantiles of some numbers.
   *
   * @param count how many
   * @param least the smallest
   * @param low first decile
   * @param median half are below
   * @param high ninth decile
   * @param highest the 99th of a hundred parts
   * @param largest the largest
   * @param total their sum
   */
  public record Quantiles(
      long count,
      double least,
      double low,
      double median,
      double high,
      double highest,
      double largest,
      double total) {
    static Quantiles of(ResultSet row) throws SQLException {
      return new Quantiles(
          row.getLong("values"),
          row.getDouble("least"),
          row.getDouble("low"),
          row.getDouble("median"),
          row.getDouble("high"),
          row.getDouble("highest"),
          row.getDouble("largest"),
          row.getDouble("total"));
    }
  }

  /**
   * Gaps at one radius, of the questions where both margins are finite.
   *
   * @param group network and dataset
   * @param radius asked
   * @param gap of which methods
   * @param quantiles of the gap
   */
  public record GapQuantiles(SweepGroup group, double radius, String gap, Quantiles quantiles) {}

  /**
   * Seconds a question.
   *
   * @param method that decided or was tried last; empty where none was
   * @param quantiles of the seconds
   */
  public record Seconds(String method, Quantiles quantiles) {}

  /**
   * A bar of a histogram.
   *
   * @param group network and dataset; null where all are together
   * @param name what was counted
   * @param from lower edge, which belongs to it
   * @param to upper edge
   * @param count how many
   */
  public record Bin(SweepGroup group, String name, double from, double to, long count) {}

  /** Quantiles of each gap that some question has, by network, dataset and radius. */
  public List<GapQuantiles> gaps() throws SQLException {
    List<GapQuantiles> all = new ArrayList<>();
    for (Gap gap : Gap.all()) {
      all.addAll(
          SqlRows.list(
              connection,
              """
              SELECT network, network_hash, dataset, radius, %s
              FROM (SELECT *, %s AS value FROM %s) WHERE value IS NOT NULL
              GROUP BY network, network_hash, dataset, radius
              ORDER BY network, network_hash, dataset, radius
              """
                  .formatted(QUANTILES, gap.sql(), SweepSummary.FIXED),
              row ->
                  new GapQuantiles(
                      SqlRows.group(row), row.getDouble("radius"), gap.name(), Quantiles.of(row))));
    }
    return all;
  }

  /**
   * Histograms of each gap over all radii, thirty bars of one width from the smallest to the
   * largest; the last bar holds its upper edge too. One bar where all are equal.
   */
  public List<Bin> gapBins() throws SQLException {
    List<Bin> all = new ArrayList<>();
    for (Gap gap : Gap.all()) {
      all.addAll(
          SqlRows.list(
              connection,
              String.format(
                  Locale.ROOT,
                  """
                  WITH gaps AS (SELECT network, network_hash, dataset, %1$s AS value FROM %2$s),
                  ends AS (SELECT network, network_hash, dataset, min(value) AS least,
                      (max(value) - min(value)) / %3$d AS width
                    FROM gaps WHERE value IS NOT NULL GROUP BY ALL),
                  placed AS (SELECT network, network_hash, dataset, least, width,
                      CASE WHEN width > 0
                        THEN least(%3$d - 1, floor((value - least) / width)::BIGINT)
                        ELSE 0 END AS bin
                    FROM gaps JOIN ends USING (network, network_hash, dataset)
                    WHERE value IS NOT NULL)
                  SELECT network, network_hash, dataset, least + bin * width AS low,
                    least + (bin + 1) * width AS high, count(*) AS count
                  FROM placed GROUP BY network, network_hash, dataset, least, width, bin
                  ORDER BY network, network_hash, dataset, bin
                  """,
                  gap.sql(),
                  SweepSummary.FIXED,
                  BINS),
              row -> bin(SqlRows.group(row), gap.name(), row)));
    }
    return all;
  }

  /** Quantiles of the seconds of questions by method. */
  public List<Seconds> seconds() throws SQLException {
    return SqlRows.list(
        connection,
        """
        SELECT stage, %s FROM (SELECT coalesce(method, '') AS stage, seconds AS value FROM answers)
        GROUP BY stage ORDER BY stage
        """
            .formatted(QUANTILES),
        row -> new Seconds(row.getString("stage"), Quantiles.of(row)));
  }

  /** Histograms of positive seconds by method, five bars of one ratio in each power of ten. */
  public List<Bin> secondsBins() throws SQLException {
    return SqlRows.list(
        connection,
        String.format(
            Locale.ROOT,
            """
            WITH placed AS (SELECT coalesce(method, '') AS stage,
              floor(log10(seconds) * %1$d)::BIGINT AS bin FROM answers
              WHERE seconds > 0 AND isfinite(seconds))
            SELECT stage, pow(10, bin / %1$d) AS low, pow(10, (bin + 1) / %1$d) AS high,
              count(*) AS count
            FROM placed GROUP BY stage, bin ORDER BY stage, bin
            """,
            BINS_A_DECADE),
        row -> bin(null, row.getString("stage"), row));
  }

  static Bin bin(SweepGroup group, String name, ResultSet row) throws SQLException {
    return new Bin(group, name, row.getDouble("low"), row.getDouble("high"), row.getLong("count"));
  }
}
