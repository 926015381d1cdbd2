package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables of a database of results. {@code answers} has a column for each component of {@link
 * dev.hasse.sweep.SweepRow}, in their order, and {@code about} says which version of this schema it
 * is: a change to {@code answers} raises it.
 */
final class Schema {
  static final String ANSWERS = "answers";

  /** The version that this class makes and reads. */
  static final int VERSION = 3;

  private static final String CREATE_ANSWERS =
      """
      CREATE TABLE answers (
        question BIGINT PRIMARY KEY,
        network VARCHAR NOT NULL,
        network_hash VARCHAR NOT NULL,
        dataset VARCHAR NOT NULL,
        input INTEGER NOT NULL,
        label INTEGER NOT NULL,
        radius DOUBLE NOT NULL,
        refused_radius DOUBLE,
        clip_lower DOUBLE NOT NULL,
        clip_upper DOUBLE NOT NULL,
        seed BIGINT NOT NULL,
        verdict VARCHAR NOT NULL,
        method VARCHAR,
        guarantee VARCHAR,
        margin DOUBLE,
        ibp DOUBLE,
        crown_ibp DOUBLE,
        crown DOUBLE,
        alpha_crown DOUBLE,
        lp DOUBLE,
        sdp DOUBLE,
        exact DOUBLE,
        unstable INTEGER,
        seconds DOUBLE NOT NULL,
        backend VARCHAR NOT NULL,
        device VARCHAR NOT NULL,
        host VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        error VARCHAR)
      """;

  private Schema() {}

  /** Makes the tables, all or none. */
  static void create(Connection connection) throws SQLException {
    Database.execute(connection, "BEGIN TRANSACTION");
    Database.execute(connection, "CREATE TABLE about (schema INTEGER NOT NULL)");
    Database.execute(connection, "INSERT INTO about VALUES (" + VERSION + ")");
    Database.execute(connection, CREATE_ANSWERS);
    Database.execute(connection, "COMMIT");
  }

  /**
   * What a database holds instead of our tables; empty where it holds them.
   *
   * @return the end of a sentence that begins with the database's name
   */
  static String strangeness(Connection connection) throws SQLException {
    if (!names(connection).containsAll(Set.of("about", ANSWERS))) {
      return "is a database without the tables of a sweep; expected the folder of a sweep";
    }
    try (Statement statement = connection.createStatement();
        ResultSet versions = statement.executeQuery("SELECT schema FROM about")) {
      if (!versions.next()) {
        return "does not say the version of its tables; put back a copy or remove it";
      }
      int version = versions.getInt(1);
      return version == VERSION
          ? ""
          : "has tables of version "
              + version
              + ", expected "
              + VERSION
              + "; use the release of Hasse that wrote it, or name another folder";
    }
  }

  private static Set<String> names(Connection connection) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'main' AND table_type = 'BASE TABLE'")) {
      while (tables.next()) {
        names.add(tables.getString(1));
      }
    }
    return names;
  }
}
