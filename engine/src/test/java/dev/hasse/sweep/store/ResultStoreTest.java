package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.NamedPipe;
import dev.hasse.sweep.SweepRow;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is appended is there, once, in the columns that are promised. */
class ResultStoreTest {
  @TempDir private Path parent;

  @Test
  void everyComponentComesBack() throws Exception {
    Path folder = parent.resolve("new").resolve("sweep");
    try (ResultStore store = ResultStore.open(folder)) {
      store.append(Rows.range(0, 150));
      store.append(List.of());
      store.append(Rows.range(200, 210));
    }
    try (ResultStore store = ResultStore.read(folder);
        QueryResult result = store.query("SELECT * FROM answers ORDER BY question")) {
      assertEquals(columns(), result.columns());
      for (SweepRow row :
          Stream.concat(Rows.range(0, 150).stream(), Rows.range(200, 210).stream()).toList()) {
        assertEquals(cells(row), result.next().orElseThrow());
      }
      assertEquals(Optional.empty(), result.next());
      BitSet expected = new BitSet();
      expected.set(0, 150);
      expected.set(200, 210);
      assertEquals(expected, store.answered());
    }
  }

  @Test
  void aSecondStoreGoesOn() throws IOException {
    try (ResultStore store = ResultStore.open(parent)) {
      assertTrue(store.answered().isEmpty());
      store.append(Rows.range(3, 5));
    }
    try (ResultStore store = ResultStore.open(parent)) {
      BitSet answered = store.answered();
      assertEquals("{3, 4}", answered.toString());
      answered.clear();
      store.append(Rows.range(0, 3));
      assertEquals("{0, 1, 2, 3, 4}", store.answered().toString());
    }
  }

  @Test
  void aQuestionIsAnsweredOnce() throws IOException {
    try (ResultStore store = ResultStore.open(parent)) {
      store.append(Rows.range(0, 3));
      for (List<SweepRow> wrong :
          List.of(
              Rows.range(2, 6),
              List.of(Rows.row(7), Rows.row(7)),
              List.of(Rows.row(8), Rows.row(-1)))) {
        assertThrows(IllegalArgumentException.class, () -> store.append(wrong));
      }
      store.append(Rows.range(3, 4));
    }
    try (ResultStore store = ResultStore.read(parent)) {
      assertEquals("{0, 1, 2, 3}", store.answered().toString());
    }
  }

  @Test
  void theDatabaseRefusesASecondRowToo() throws Exception {
    ResultStore.open(parent).close();
    try (var connection = Database.write(Folder.database(parent))) {
      RowAppender appender = new RowAppender(connection);
      appender.append(Rows.range(0, 3));
      for (List<SweepRow> wrong : List.of(Rows.range(2, 6), List.of(Rows.row(7), Rows.row(7)))) {
        assertThrows(java.sql.SQLException.class, () -> appender.append(wrong));
      }
      appender.append(Rows.range(3, 4));
    }
    try (ResultStore store = ResultStore.read(parent)) {
      assertEquals("{0, 1, 2, 3}", store.answered().toString());
    }
  }

  @Test
  void parquetHoldsTheTable() throws Exception {
    Path file = parent.resolve("o'clock.parquet");
    Path again = parent.resolve("again.parquet");
    try (ResultStore store = ResultStore.open(parent)) {
      store.append(Rows.range(0, 2500));
      store.exportParquet(file);
    }
    Files.writeString(again, "an old file");
    try (ResultStore store = ResultStore.read(parent)) {
      assertEquals(List.of(2500L), only(store, "SELECT count(*) FROM answers"));
      store.exportParquet(again);
      assertEquals(List.of(2500L), only(store, "SELECT count(*) FROM answers"));
      StoreException wrong =
          assertThrows(
              StoreException.class, () -> store.exportParquet(parent.resolve("none/x.parquet")));
      assertTrue(wrong.getMessage().startsWith(parent.resolve("none/x.parquet") + ": "));
      assertFalse(wrong.getMessage().contains(".part"), wrong.getMessage());
      assertThrows(StoreException.class, () -> store.exportParquet(parent));
      Path pipe = NamedPipe.make(parent.resolve("pipe"));
      wrong = assertThrows(StoreException.class, () -> store.exportParquet(pipe));
      assertEquals(pipe + ": is a device or a pipe, expected a file", wrong.getMessage());
      assertFalse(Files.isRegularFile(pipe));
    }
    for (Path parquet : List.of(file, again)) {
      try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", null);
          Statement statement = connection.createStatement();
          ResultSet counts =
              statement.executeQuery(
                  "SELECT count(*), sum(question) FROM '"
                      + parquet.toString().replace("'", "''")
                      + "'")) {
        assertTrue(counts.next());
        assertEquals(2500, counts.getLong(1));
        assertEquals(2500 * 2499 / 2, counts.getLong(2));
      }
    }
    try (Stream<Path> files = Files.list(parent)) {
      assertFalse(files.anyMatch(name -> name.toString().endsWith(".part")));
    }
  }

  @Test
  void openingTouchesNothingElse() throws IOException {
    ResultStore.open(parent).close();
    ResultStore.read(parent).close();
    try (Stream<Path> files = Files.list(parent)) {
      assertEquals(
          List.of("lock", "results.duckdb"),
          files.map(name -> name.getFileName().toString()).sorted().toList());
    }
  }

  static List<Object> only(ResultStore store, String sql) throws IOException {
    try (QueryResult result = store.query(sql)) {
      List<Object> row = result.next().orElseThrow();
      assertEquals(Optional.empty(), result.next());
      return row;
    }
  }

  private static List<String> columns() {
    return Arrays.stream(SweepRow.class.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<Object> cells(SweepRow row) throws ReflectiveOperationException {
    List<Object> cells = new ArrayList<>();
    for (RecordComponent component : SweepRow.class.getRecordComponents()) {
      Object value = component.getAccessor().invoke(row);
      if (value instanceof Optional<?> text) {
        value = text.orElse(null);
      } else if (value instanceof OptionalDouble number) {
        value = number.isPresent() ? number.getAsDouble() : null;
      } else if (value instanceof OptionalInt count) {
        value = count.isPresent() ? (long) count.getAsInt() : null;
      } else if (value instanceof Integer count) {
        value = count.longValue();
      }
      cells.add(value);
    }
    return cells;
  }

  @Test
  void rowsOfFailedQuestionsCanBeForgotten() throws Exception {
    Path folder = parent.resolve("sweep");
    List<SweepRow> rows = Rows.range(0, 100);
    List<SweepRow> failed = rows.stream().filter(row -> row.verdict().equals("error")).toList();
    assertTrue(failed.size() > 5 && failed.size() < 95, "too easy a case");
    try (ResultStore store = ResultStore.open(folder)) {
      store.append(rows);
      assertEquals(failed.size(), store.forgetErrors());
      assertEquals(100 - failed.size(), store.answered().cardinality());
      failed.forEach(row -> assertFalse(store.answered().get((int) row.question())));
      store.append(failed); // as if they had been asked again
      assertEquals(100, store.answered().cardinality());
    }
    try (ResultStore store = ResultStore.open(folder)) {
      assertEquals(failed.size(), store.forgetErrors());
      assertEquals(0, store.forgetErrors());
    }
    try (ResultStore store = ResultStore.read(folder)) {
      assertEquals(100 - failed.size(), store.answered().cardinality());
      assertThrows(IllegalStateException.class, store::forgetErrors);
    }
  }
}
