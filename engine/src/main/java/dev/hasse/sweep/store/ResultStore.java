package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepResults;
import dev.hasse.sweep.SweepRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * The rows of a sweep in a folder's database {@code results.duckdb}, table {@code answers}.
 *
 * <p>What {@link #append} has returned for is there after {@code kill -9} at any moment, and no row
 * is there twice: DuckDB writes a transaction to its log {@code results.duckdb.wal}, flushes the
 * file and only then says that it is committed, an open replays what the log holds whole, and the
 * question's number is the primary key. A database appears under its name with its tables or not at
 * all. One store at a time writes to a folder, and nobody reads it meanwhile; any number read it
 * else. Used by one thread at a time.
 */
public final class ResultStore implements SweepResults, AutoCloseable {
  private final Path folder;
  private final StoreLock lock;
  private final BitSet answered;
  private DuckDBConnection connection;
  private boolean sealed;
  private boolean failed;

  /**
   * @param lock null where the store is only read
   */
  private ResultStore(Path folder, StoreLock lock, DuckDBConnection connection, BitSet answered) {
    this.folder = folder;
    this.lock = lock;
    this.connection = connection;
    this.answered = answered;
  }

  /**
   * The database's name and version, once its native library has loaded and answered.
   *
   * @throws StoreUnavailableException where it does not; the message says what to do
   */
  public static String databaseVersion() throws StoreException {
    return Database.version();
  }

  /**
   * Opens a folder for writing; makes it, and the database in it, where there is none.
   *
   * @throws StoreException if the folder cannot be written to, if somebody writes to it or reads
   *     it, or if what it holds is damaged or of another version
   */
  public static ResultStore open(Path folder) throws StoreException {
    Folder.require(folder);
    StoreLock lock = StoreLock.take(folder);
    ResultStore store = null;
    try {
      Path file = Folder.database(folder);
      if (!Files.exists(file)) {
        create(file, connection -> {});
      }
      store = checked(folder, lock, Database.write(file));
      return store;
    } finally {
      if (store == null) {
        release(folder, lock);
      }
    }
  }

  /**
   * Opens a folder's results for reading. Changes nothing in the folder.
   *
   * @throws StoreException if there are no results, if somebody writes to them, or if they are
   *     damaged or of another version
   */
  public static ResultStore read(Path folder) throws StoreException {
    Folder.requireResults(folder);
    StoreLock.requireNotHeldHere(folder);
    return checked(folder, null, Database.read(folder));
  }

  /** What a new database holds before it appears. */
  @FunctionalInterface
  interface Contents {
    void fill(DuckDBConnection connection) throws SQLException, IOException;
  }

  /**
   * Makes the database under another name first: DuckDB cannot open one that is cut short, and it
   * shall appear with these contents or not at all.
   */
  static void create(Path file, Contents contents) throws StoreException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(log(fresh));
      // Without its database a log holds nothing that could be read, and the new one must not.
      Files.deleteIfExists(log(file));
      try (DuckDBConnection connection = Database.write(fresh)) {
        Schema.create(connection);
        contents.fill(connection);
        Database.execute(connection, "CHECKPOINT");
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (SQLException e) {
      throw Sentence.about(file, "cannot be made", e);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw Folder.unusable(file, "cannot be made", e);
    }
  }

  private static Path log(Path database) {
    return database.resolveSibling(database.getFileName() + ".wal");
  }

  /** Looks into what was opened; closes it if it is not ours. */
  private static ResultStore checked(Path folder, StoreLock lock, DuckDBConnection connection)
      throws StoreException {
    Path file = Folder.database(folder);
    boolean good = false;
    try {
      String strangeness = Schema.strangeness(connection);
      if (!strangeness.isEmpty()) {
        throw new StoreException(file, strangeness);
      }
      BitSet answered = answered(connection);
      good = true;
      return new ResultStore(folder, lock, connection, answered);
    } catch (SQLException e) {
      throw Sentence.about(file, "cannot be read", e);
    } finally {
      if (!good) {
        close(file, connection);
      }
    }
  }

  private static BitSet answered(DuckDBConnection connection) throws SQLException {
    BitSet answered = new BitSet();
    try (Statement statement = connection.createStatement();
        ResultSet questions = statement.executeQuery("SELECT question FROM answers")) {
      while (questions.next()) {
        answered.set(Math.toIntExact(questions.getLong(1)));
      }
    }
    return answered;
  }

  @Override
  public BitSet answered() {
    return (BitSet) answered.clone();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a question has a row, or two in {@code rows}
   * @throws IllegalStateException if the store was opened for reading
   * @throws StoreException if the database cannot be written to, for example because the disk is
   *     full. The rows are then there all or not at all: the next open knows; this store takes no
   *     more.
   */
  @Override
  public void append(List<SweepRow> rows) throws StoreException {
    if (lock == null) {
      throw new IllegalStateException("a store that was opened for reading takes no rows");
    }
    Path file = Folder.database(folder);
    if (failed) {
      throw new StoreException(file, "takes no more rows after a failed write; start again");
    }
    BitSet fresh = fresh(rows);
    failed = true;
    try {
      new RowAppender(connection).append(rows);
    } catch (SQLException e) {
      throw Sentence.about(file, "cannot be written", e);
    }
    failed = false;
    answered.or(fresh);
  }

  /**
   * Removes the rows of questions that failed, so that these are open again.
   *
   * @return how many there were
   * @throws StoreException if the database cannot be written to; the rows are then there all or not
   *     at all
   */
  public int forgetErrors() throws StoreException {
    if (lock == null) {
      throw new IllegalStateException("a store that was opened for reading loses no rows");
    }
    try (Statement statement = connection.createStatement()) {
      int count = statement.executeUpdate("DELETE FROM answers WHERE verdict = 'error'");
      answered.clear();
      answered.or(answered(connection));
      return count;
    } catch (SQLException e) {
      throw Sentence.about(Folder.database(folder), "cannot be written", e);
    }
  }

  private BitSet fresh(List<SweepRow> rows) {
    BitSet fresh = new BitSet();
    for (SweepRow row : rows) {
      if (row.question() < 0 || row.question() >= Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "question " + row.question() + ", expected 0 to " + (Integer.MAX_VALUE - 1));
      }
      int question = (int) row.question();
      if (answered.get(question) || fresh.get(question)) {
        throw new IllegalArgumentException("question " + question + " has a row already");
      }
      fresh.set(question);
    }
    return fresh;
  }

  /**
   * Answers a query in DuckDB's SQL. The query can change nothing and reach no file: DuckDB
   * refuses.
   *
   * @return the rows as they come; close it
   * @throws StoreException for a query that is wrong, changes something or gives no rows
   * @throws IllegalStateException if the store was opened for writing
   */
  public QueryResult query(String sql) throws StoreException {
    if (lock != null) {
      throw new IllegalStateException("a store that was opened for writing answers no queries");
    }
    try {
      if (!sealed) {
        Database.seal(connection);
        sealed = true;
      }
      return QueryResult.of(folder, connection, sql);
    } catch (SQLException e) {
      throw QueryResult.refusal(folder, e);
    }
  }

  /**
   * The database, for the summaries of this package. Stays the store's to close; as long as the
   * store is open for reading, it refuses every change.
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Checks before a sweep or a merge that {@link #exportParquet} will have a place for its file.
   *
   * @param results their folder, which is made where there is none
   */
  public static void requirePlace(Path target, Path results) throws StoreException {
    requireFile(target);
    Path folder = target.toAbsolutePath().normalize().getParent();
    if (results.toAbsolutePath().normalize().equals(folder)) {
      return;
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException(target, "cannot be written: there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new StoreException(target, "cannot be written: permission denied");
    }
  }

  private static void requireFile(Path target) throws StoreException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new StoreException(
          target,
          "is a "
              + (Files.isDirectory(target) ? "directory" : "device or a pipe")
              + ", expected a file");
    }
  }

  /**
   * Writes the table {@code answers} to a Parquet file, which appears whole or not at all and
   * replaces another. Ends the queries of this store.
   */
  public void exportParquet(Path target) throws StoreException {
    requireFile(target);
    Path part = target.toAbsolutePath().resolveSibling("." + target.getFileName() + ".part");
    try {
      unseal();
      Database.execute(
          connection,
          "COPY (SELECT * FROM answers ORDER BY question) TO '"
              + part.toString().replace("'", "''")
              + "' (FORMAT parquet)");
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage()).replace(part.toString(), target.toString());
      throw Sentence.about(target, "cannot be written", new SQLException(message, e));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw Folder.unusable(target, "cannot be written", e);
    } finally {
      part.toFile().delete();
    }
  }

  /** A sealed database is unsealed by opening it again. */
  private void unseal() throws SQLException, StoreException {
    if (sealed) {
      connection.close();
      StoreLock.requireNotHeldHere(folder);
      connection = Database.read(folder);
      sealed = false;
    }
  }

  @Override
  public void close() throws StoreException {
    try {
      close(Folder.database(folder), connection);
    } finally {
      if (lock != null) {
        release(folder, lock);
      }
    }
  }

  private static void close(Path file, DuckDBConnection connection) throws StoreException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sentence.about(file, "cannot be closed", e);
    }
  }

  private static void release(Path folder, StoreLock lock) throws StoreException {
    try {
      lock.close();
    } catch (IOException e) {
      throw Folder.unusable(folder, "cannot be unlocked", e);
    }
  }
}
