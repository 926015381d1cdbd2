package dev.hasse.sweep.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/**
 * The rows that a query gives, read as they are asked for, so that a large result needs no memory.
 */
public final class QueryResult implements AutoCloseable {
  private final Path folder;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> columns;

  private QueryResult(
      Path folder,
      Connection connection,
      Statement statement,
      ResultSet rows,
      List<String> columns) {
    this.folder = folder;
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
  }

  /** On a connection of its own: a connection streams one result at a time. */
  static QueryResult of(Path folder, DuckDBConnection database, String sql) throws SQLException {
    Connection connection = database.duplicate();
    boolean answered = false;
    try {
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery(sql);
      List<String> columns = columns(rows.getMetaData());
      answered = true;
      return new QueryResult(folder, connection, statement, rows, columns);
    } finally {
      if (!answered) {
        connection.close();
      }
    }
  }

  private static List<String> columns(ResultSetMetaData meta) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int c = 1; c <= meta.getColumnCount(); c++) {
      columns.add(meta.getColumnLabel(c));
    }
    return List.copyOf(columns);
  }

  static StoreException refusal(Path folder, SQLException error) {
    String text = Sentence.of(error);
    if (text.startsWith("executeQuery() can only be used")) {
      return new StoreException(
          folder, "the statement gives no rows; expected a query such as SELECT", error);
    }
    return new StoreException(folder, "the query is refused: " + text, error);
  }

  /** Names of the columns; two may be the same. */
  public List<String> columns() {
    return columns;
  }

  /**
   * The next row, or empty after the last one.
   *
   * @return a cell for each column: null, Boolean, Long, BigInteger, BigDecimal, Double, or String
   *     for whatever else, as DuckDB writes it
   * @throws StoreException if the query fails midway
   */
  public Optional<List<Object>> next() throws StoreException {
    try {
      if (!rows.next()) {
        return Optional.empty();
      }
      List<Object> row = new ArrayList<>(columns.size());
      for (int c = 1; c <= columns.size(); c++) {
        row.add(cell(c));
      }
      return Optional.of(Collections.unmodifiableList(row));
    } catch (SQLException e) {
      throw refusal(folder, e);
    }
  }

  private Object cell(int column) throws SQLException {
    Object value = rows.getObject(column);
    if (value == null
        || value instanceof Boolean
        || value instanceof BigInteger
        || value instanceof BigDecimal
        || value instanceof String) {
      return value;
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    return value instanceof Number number ? (Object) number.longValue() : rows.getString(column);
  }

  @Override
  public void close() throws StoreException {
    try (connection;
        statement) {
      rows.close();
    } catch (SQLException e) {
      throw refusal(folder, e);
    }
  }
}
