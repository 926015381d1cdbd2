package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries answer, change nothing, reach nothing else and say in one sentence what is wrong. */
@Tag("slow")
class QueryTest {
  @TempDir private Path folder;

  @BeforeEach
  void store() throws IOException {
    try (ResultStore store = ResultStore.open(folder)) {
      store.append(Rows.range(0, 40));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO answers SELECT * REPLACE (question + 100 AS question) FROM answers",
        "DELETE FROM answers",
        "UPDATE answers SET radius = 0",
        "DROP TABLE answers",
        "ALTER TABLE answers ADD COLUMN more INTEGER",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT 1; DELETE FROM answers",
        "COMMIT; DELETE FROM answers; SELECT 1",
        "COPY answers TO 'OUT'",
        "COPY answers TO 'OUT' (FORMAT parquet)",
        "EXPORT DATABASE 'OUT'",
        "ATTACH 'OUT'",
        "ATTACH ':memory:' AS elsewhere",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('lock')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "SET threads = 1",
        "SELCT 1",
        "SELECT nothing FROM answers",
        "SELECT * FROM nowhere",
        "SELECT CAST('word' AS INTEGER)",
        "SELECT error('midway') FROM answers",
        "BEGIN",
        "VACUUM",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "-- nothing",
        " ",
        ""
      })
  void whatIsNoQueryIsRefusedInASentence(String sql) throws IOException {
    Path out = folder.resolve("out");
    byte[] before = Files.readAllBytes(Folder.database(folder));
    try (ResultStore store = ResultStore.read(folder)) {
      StoreException refusal =
          assertThrows(
              StoreException.class, () -> drain(store, sql.replace("OUT", out.toString())));
      String message = refusal.getMessage();
      assertTrue(message.startsWith(folder + ": the "), message);
      assertEquals(1, message.lines().count(), message);
      assertFalse(message.contains("Exception"), message);
      assertEquals(List.of(40L), ResultStoreTest.only(store, "SELECT count(*) FROM answers"));
    }
    assertFalse(Files.exists(out));
    assertTrue(Arrays.equals(before, Files.readAllBytes(Folder.database(folder))), "changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH r AS (SELECT radius FROM answers) SELECT count(*) FROM r;",
        "FROM answers SELECT count(*)",
        "VALUES (40)",
        "SELECT count(*) FROM answers; -- all"
      })
  void whatGivesRowsIsAnswered(String sql) throws IOException {
    try (ResultStore store = ResultStore.read(folder)) {
      assertEquals("[40]", ResultStoreTest.only(store, sql).toString());
    }
  }

  @Test
  void tablesCanBeDescribed() throws IOException {
    try (ResultStore store = ResultStore.read(folder)) {
      assertEquals(29, drain(store, "DESCRIBE answers"));
      assertEquals(29, drain(store, "SUMMARIZE answers"));
      assertTrue(drain(store, "EXPLAIN SELECT * FROM answers") > 0);
    }
  }

  @Test
  void twoResultsAreReadSideBySide() throws IOException {
    try (ResultStore store = ResultStore.read(folder);
        QueryResult one = store.query("SELECT question FROM answers ORDER BY question");
        QueryResult two = store.query("SELECT -question FROM answers ORDER BY question")) {
      for (long question = 0; question < 40; question++) {
        assertEquals(List.of(question), one.next().orElseThrow());
        assertEquals(List.of(-question), two.next().orElseThrow());
      }
    }
  }

  @Test
  void cellsAreOfFewTypes() throws IOException {
    try (ResultStore store = ResultStore.read(folder)) {
      assertEquals(
          Arrays.asList(
              null,
              true,
              7L,
              new BigInteger("170141183460469231731687303715884105727"),
              new BigDecimal("1.50"),
              0.25,
              "it",
              "[1, 2]",
              "{'a': 1}",
              "2020-01-02",
              "1 day",
              "\\x00a"),
          ResultStoreTest.only(
              store,
              "SELECT NULL, true, 7::UTINYINT, 170141183460469231731687303715884105727::HUGEINT,"
                  + " 1.50::DECIMAL(5,2), 0.25::FLOAT, 'it', [1, 2], {'a': 1},"
                  + " DATE '2020-01-02', INTERVAL 1 DAY, '\\x00a'::BLOB"));
    }
  }

  @Test
  void aStoreForWritingAnswersNoQueriesAndOneForReadingTakesNoRows() throws IOException {
    try (ResultStore store = ResultStore.open(folder)) {
      assertThrows(IllegalStateException.class, () -> store.query("SELECT 1"));
    }
    try (ResultStore store = ResultStore.read(folder)) {
      assertThrows(IllegalStateException.class, () -> store.append(Rows.range(90, 91)));
    }
  }

  private static long drain(ResultStore store, String sql) throws IOException {
    long rows = 0;
    try (QueryResult result = store.query(sql)) {
      while (result.next().isPresent()) {
        rows++;
      }
    }
    return rows;
  }
}
