package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** A table of answers in a database, and random rows for it. */
public final class AnswersTable {
  private static final String COLUMNS =
      "question BIGINT PRIMARY KEY, network VARCHAR, network_hash VARCHAR, dataset VARCHAR,"
          + " input INTEGER, label INTEGER, radius DOUBLE, refused_radius DOUBLE,"
          + " clip_lower DOUBLE, clip_upper DOUBLE, seed BIGINT, verdict VARCHAR, method VARCHAR,"
          + " guarantee VARCHAR, margin DOUBLE, ibp DOUBLE, crown_ibp DOUBLE, crown DOUBLE, alpha_crown DOUBLE,"
          + " lp DOUBLE, sdp DOUBLE, exact DOUBLE, unstable INTEGER, seconds DOUBLE, backend VARCHAR,"
          + " device VARCHAR, host VARCHAR, version VARCHAR, error VARCHAR";

  /** The radii of {@link #random}. */
  static final List<Double> RADII = List.of(0.005, 0.01, 0.02, 0.03);

  private AnswersTable() {}

  /** A database in memory that holds these rows. */
  public static Connection of(List<SweepRow> rows) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE answers (" + COLUMNS + ")");
    }
    String places = "?" + ", ?".repeat(28);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO answers VALUES (" + places + ")")) {
      for (SweepRow row : rows) {
        List<Object> values = values(row);
        for (int i = 0; i < values.size(); i++) {
          insert.setObject(i + 1, values.get(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return connection;
  }

  private static List<Object> values(SweepRow row) {
    List<Object> values = new ArrayList<>();
    values.add(row.question());
    values.add(row.network());
    values.add(row.networkHash());
    values.add(row.dataset());
    values.add(row.input());
    values.add(row.label());
    values.add(row.radius());
    values.add(orNull(row.refusedRadius()));
    values.add(row.clipLower());
    values.add(row.clipUpper());
    values.add(row.seed());
    values.add(row.verdict());
    values.add(row.method().orElse(null));
    values.add(row.guarantee().orElse(null));
    for (OptionalDouble margin :
        List.of(
            row.margin(),
            row.ibp(),
            row.crownIbp(),
            row.crown(),
            row.alphaCrown(),
            row.lp(),
            row.sdp(),
            row.exact())) {
      values.add(orNull(margin));
    }
    values.add(row.unstable().isPresent() ? row.unstable().getAsInt() : null);
    values.add(row.seconds());
    values.add(row.backend());
    values.add(row.device());
    values.add(row.host());
    values.add(row.version());
    values.add(row.error().orElse(null));
    return values;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** The rows of a made-up sweep of two networks, asked at four radii. */
  public static List<SweepRow> random(long seed, int inputs) {
    Random random = new Random(seed);
    List<SweepRow> rows = new ArrayList<>();
    for (String network : List.of("small", "large")) {
      for (int input = 0; input < inputs; input++) {
        double strength = random.nextDouble() * 2;
        for (double radius : RADII) {
          rows.add(row(random, rows.size(), network, input, radius, strength));
        }
      }
    }
    return rows;
  }

  private static SweepRow row(
      Random random, long question, String network, int input, double radius, double strength) {
    double exact = strength - radius * 60 * (0.5 + random.nextDouble());
    double sdp = exact - random.nextDouble() * 10 * radius;
    double lp = sdp - random.nextDouble() * 10 * radius;
    double alpha = lp - random.nextDouble() * 10 * radius;
    double crown = alpha - random.nextDouble() * 20 * radius;
    double ibp = awkward(random, crown - random.nextDouble() * 200 * radius);
    boolean misclassified = strength < 0.06;
    boolean failed = !misclassified && random.nextInt(40) == 0;
    boolean asked = !misclassified && !failed;
    boolean solved = network.equals("small") && random.nextInt(10) > 0;
    String verdict =
        misclassified
            ? "misclassified"
            : failed ? "error" : crown > 0 ? "certified" : ending(exact, solved);
    String method = ibp > 0 ? "ibp" : crown > 0 ? "crown" : solved ? "exact" : "alpha-crown";
    return new SweepRow(
        question,
        network,
        network.equals("small") ? "5a11" : "1a59e",
        "digits",
        input,
        input % 10,
        radius,
        OptionalDouble.empty(),
        0,
        1,
        question * 31,
        verdict,
        asked ? Optional.of(method) : Optional.empty(),
        asked ? Optional.of("rigorous") : Optional.empty(),
        given(asked, alpha),
        given(asked, ibp),
        OptionalDouble.empty(),
        given(asked, crown),
        given(asked && !(crown > 0), alpha),
        given(asked && solved && !(crown > 0), lp),
        given(asked && solved && !(crown > 0), sdp),
        given(asked && solved && !(crown > 0), exact),
        asked ? OptionalInt.of(random.nextInt(100)) : OptionalInt.empty(),
        asked ? (0.001 + random.nextDouble()) * (crown > 0 ? 0.01 : 3) : 0,
        "cpu",
        "a processor",
        "a host",
        "0.1.0",
        failed ? Optional.of("out of " + (input % 2 == 0 ? "memory" : "time")) : Optional.empty());
  }

  private static String ending(double exact, boolean solved) {
    return !solved ? "undecided" : exact > 0 ? "certified" : "violated";
  }

  /** Now and then an overflow, or what is left of one. */
  private static double awkward(Random random, double value) {
    return switch (random.nextInt(30)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      default -> value;
    };
  }

  private static OptionalDouble given(boolean given, double value) {
    return given ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
