package dev.hasse.sweep.store;

import dev.hasse.sweep.SweepRow;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A made-up sweep, as rows and as a table of a database. */
abstract class FilledTable {
  protected final List<SweepRow> rows;
  protected Connection connection;

  /**
   * @param inputs of each of two networks
   */
  FilledTable(long seed, int inputs) {
    this.rows = AnswersTable.random(seed, inputs);
  }

  @BeforeEach
  void fill() throws Exception {
    connection = AnswersTable.of(rows);
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }
}
