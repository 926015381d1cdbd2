package dev.hasse.format.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import dev.hasse.format.Malformed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxSourceTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @TempDir Path folder;

  private Path write(String text) throws Exception {
    Path file = folder.resolve("boxes.csv");
    return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int drain(BoxSource source) throws InputFileException {
    try (source) {
      int count = 0;
      for (BoxBatch batch = source.next(2); batch.count() > 0; batch = source.next(2)) {
        count += batch.count();
      }
      return count;
    }
  }

  @Test
  void boxesComeInBatchesAndThenNone() throws Exception {
    Path file = write("0,0,1,2\n\n -1 , 0.5,1,1\r\n-inf,0,inf,0");
    try (BoxSource source = CsvBoxSource.open(file, 2)) {
      BoxBatch first = source.next(2);
      assertEquals(2, first.count());
      assertArrayEquals(new double[] {0, 0, -1, 0.5}, first.lower());
      assertArrayEquals(new double[] {1, 2, 1, 1}, first.upper());
      BoxBatch second = source.next(Integer.MAX_VALUE);
      assertArrayEquals(new double[] {-INFINITY, 0}, second.lower());
      assertArrayEquals(new double[] {INFINITY, 0}, second.upper());
      assertEquals(0, source.next(5).count());
      assertEquals(0, source.next(5).count());
    }
  }

  @Test
  void decimalsOfBoxesAreRoundedOutwards() throws Exception {
    try (BoxSource source = CsvBoxSource.open(write("\u00ef\u00bb\u00bf0.1,0.3\n"), 1)) {
      BoxBatch box = source.next(1);
      assertEquals(Math.nextDown(0.1), box.lower(0, 0));
      assertEquals(Math.nextUp(0.3), box.upper(0, 0));
    }
  }

  @Test
  void centersAreTheNearestDoublesAndBallsAreClipped() throws Exception {
    Path file = write("0.1,0.5\n1,0\n");
    try (BoxSource source = CsvCenterSource.open(file, 2, 0.25, 0, 1)) {
      BoxBatch boxes = source.next(10);
      BoxBatch expected = BoxBatch.around(2, new double[] {0.1, 0.5, 1, 0}, 0.25, 0, 1);
      assertArrayEquals(expected.lower(), boxes.lower());
      assertArrayEquals(expected.upper(), boxes.upper());
      assertEquals(0, source.next(1).count());
    }
  }

  @Test
  void radiusZeroGivesPoints() throws Exception {
    try (BoxSource source = CsvCenterSource.open(write("0.1,7\n"), 2, 0, -INFINITY, INFINITY)) {
      BoxBatch point = source.next(1);
      assertArrayEquals(point.lower(), point.upper());
      assertEquals(0.1, point.lower(0, 0));
    }
  }

  @Test
  void aBatchInMemoryIsHandedOutInSlices() throws Exception {
    BoxBatch boxes = BoxBatch.points(1, new double[] {1, 2, 3, 4, 5});
    assertEquals(5, drain(BoxSource.of(boxes)));
    try (BoxSource source = BoxSource.of(boxes)) {
      source.next(2);
      assertEquals(3, source.next(1).lower(0, 0));
      assertEquals(2, source.next(Integer.MAX_VALUE).count());
      assertEquals(1, source.dimension());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0,1,1;0,0,1|line 2|3 values, expected 4",
        "0,0,1,1,|line 1|5 values, expected 4",
        "7|line 1|1 value, expected 4",
        "lower,b,c,d|line 1|value 1: 'lower' is not a number",
        "0,nan,1,1|line 1|value 2: 'nan' is not a number",
        "0,,1,1|line 1|value 2: '' is not a number",
        "0,0,1,1;;0,2,1,1|line 3|coordinate 1: lower value 2.0 exceeds upper value 1.0",
        "0,0,1,\u00e91|line 1|not UTF-8",
      })
  void boxErrorsNameTheLine(String lines, String place, String reason) throws Exception {
    Path file = write(lines.replace(';', '\n'));
    assertRefused(CsvBoxSource.open(file, 2), file, place, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0;0|line 2|1 value, expected 2",
        "0,inf|line 1|must be finite",
        "0,1e999|line 1|must be finite",
        "0,0;0,-2|line 2|lies outside [0.0, 1.0]",
      })
  void centerErrorsNameTheLine(String lines, String place, String reason) throws Exception {
    Path file = write(lines.replace(';', '\n'));
    assertRefused(CsvCenterSource.open(file, 2, 0.5, 0, 1), file, place, reason);
  }

  @Test
  void emptyFilesAreRefused() throws Exception {
    for (String text : new String[] {"", "\n \n"}) {
      Path file = write(text);
      assertRefused(CsvBoxSource.open(file, 2), file, "is empty", "4 values");
    }
    assertThrows(
        InputFileException.class, () -> CsvBoxSource.open(folder.resolve("absent.csv"), 2));
  }

  private static void assertRefused(BoxSource source, Path file, String place, String reason) {
    String message = assertThrows(InputFileException.class, () -> drain(source)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    assertTrue(message.contains(place) && message.contains(reason), message);
  }

  @Test
  void damagedFilesNeverEndInAnotherException() throws Exception {
    Path file = write("0.125,-3e2,1,inf\n0,0,1,1\n-1.5,2,4,9\n");
    Malformed.Reader boxes = f -> drain(CsvBoxSource.open(f, 2));
    Malformed.Reader centers = f -> drain(CsvCenterSource.open(f, 4, 0.1, -1e300, 1e300));
    assertTrue(new Malformed(file, boxes).truncateEverywhere(1) > 10);
    assertTrue(new Malformed(file, boxes).flip(5, 500) > 100);
    assertTrue(new Malformed(file, centers).flip(6, 500) > 100);
  }

  /** Batches stay as small as asked for, however long the file is. */
  @Test
  void largeFilesStream() throws Exception {
    int rows = 1_000;
    String line = "0.123,".repeat(783) + "0.5\n";
    Path file = folder.resolve("large.csv");
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        out.write(line);
      }
    }
    int seen = 0;
    try (BoxSource source = CsvCenterSource.open(file, 784, 0.1, 0, 1)) {
      for (BoxBatch batch = source.next(64); batch.count() > 0; batch = source.next(64)) {
        assertTrue(batch.count() <= 64);
        seen += batch.count();
      }
    }
    assertEquals(rows, seen);
  }
}
