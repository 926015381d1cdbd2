package dev.hasse.sweep.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Opens DuckDB databases. No extension is ever loaded from outside of the library, so the network
 * is never touched; Parquet is linked into it.
 */
final class Database {
  /** How DuckDB says that another process holds its file. */
  private static final Pattern HELD =
      Pattern.compile("Could not set lock on file.*\\(PID (\\d+)\\)", Pattern.DOTALL);

  private Database() {}

  /** Opens a database for writing; makes it where there is none. */
  static DuckDBConnection write(Path file) throws StoreException {
    try {
      return open(file, new Properties());
    } catch (SQLException e) {
      Matcher held = HELD.matcher(String.valueOf(e.getMessage()));
      if (held.find()) {
        throw new StoreException(
            file, "is open in process " + held.group(1) + "; wait until it ends or end it", e);
      }
      throw Sentence.about(file, "cannot be opened", e);
    }
  }

  /** Opens a folder's database, which then refuses every change. */
  static DuckDBConnection read(Path folder) throws StoreException {
    Properties properties = new Properties();
    properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
    Path file = Folder.database(folder);
    try {
      return open(file, properties);
    } catch (SQLException e) {
      if (HELD.matcher(String.valueOf(e.getMessage())).find()) {
        throw StoreLock.heldElsewhere(folder); // two that read do not disturb each other
      }
      throw Sentence.about(file, "cannot be opened", e);
    }
  }

  /**
   * From now on statements on this database reach no other file, and cannot lift that. There is no
   * way back but to close it.
   */
  static void seal(Connection connection) throws SQLException {
    execute(connection, "SET enable_external_access = false");
    execute(connection, "SET lock_configuration = true");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The library's name and version, once it has loaded and answered. */
  static String version() throws StoreException {
    try (Connection connection = connect("", new Properties());
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT version()")) {
      answer.next();
      return "DuckDB " + answer.getString(1);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static DuckDBConnection open(Path file, Properties properties)
      throws StoreException, SQLException {
    // An absolute path is no name of a remote service.
    return connect(file.toAbsolutePath().toString(), properties);
  }

  /** Connects to a file; to a database in memory where its name is empty. */
  private static DuckDBConnection connect(String file, Properties properties)
      throws StoreException, SQLException {
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    try {
      // Not by DriverManager, which says "no suitable driver" where the library does not load.
      DuckDBConnection connection =
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + file, properties);
      UnpackedLibrary.delete();
      return connection;
    } catch (LinkageError | IllegalStateException e) {
      throw unavailable(e);
    }
  }

  private static StoreUnavailableException unavailable(Throwable error) {
    Throwable reason = error;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new StoreUnavailableException(
        "the results database cannot run here: its native library does not load ("
            + reason.toString().lines().findFirst().orElse("")
            + "); it comes with the Maven artifact org.duckdb:duckdb_jdbc for Linux, macOS and"
            + " Windows on x86-64 and Linux and macOS on ARM, needs glibc on Linux and 80 MB in a"
            + " temporary folder that may hold programs (-Djava.io.tmpdir=DIR)",
        error);
  }
}
