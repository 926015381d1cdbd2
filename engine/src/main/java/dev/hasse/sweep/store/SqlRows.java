package dev.hasse.sweep.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The rows of a query, read to the end. */
final class SqlRows {
  private SqlRows() {}

  /** Makes a value of the row that the cursor stands on. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(Connection connection, String sql, Reader<T> reader) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> read = new ArrayList<>();
      while (rows.next()) {
        read.add(reader.read(rows));
      }
      return read;
    }
  }

  /** The columns network, network_hash and dataset. */
  static SweepGroup group(ResultSet row) throws SQLException {
    return new SweepGroup(
        row.getString("network"), row.getString("network_hash"), row.getString("dataset"));
  }

  /** A column that may be null. */
  static OptionalDouble number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
