package dev.hasse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCsvTest {
  private static final Provenance PROVENANCE = SampleReport.provenance();

  @TempDir private Path folder;

  @Test
  void hasTheNumbersOfThePlot() throws Exception {
    Random random = new Random(3);
    List<Point> points =
        random
            .doubles(50, -1e9, 1e9)
            .mapToObj(y -> new Point(random.nextGaussian(), y, y - 1, y + 2))
            .toList();
    Plot plot =
        new Plot(
            "Numbers", "", Axis.linear("x"), Axis.linear("y"), List.of(Series.points("p", points)));
    List<Path> written =
        PlotFiles.write(
            new Report("r", PROVENANCE, List.of(new Section("s", List.of(plot)))), folder);
    assertEquals("plot-1-numbers.csv", written.get(2).getFileName().toString());
    List<String> lines = Files.readAllLines(written.get(2));
    assertEquals("Series,x,y,Lower,Upper", lines.get(0));
    assertEquals(51, lines.size());
    for (int i = 0; i < 50; i++) {
      String[] fields = lines.get(i + 1).split(",", -1);
      assertEquals("p", fields[0]);
      assertEquals(points.get(i).x(), Double.parseDouble(fields[1]));
      assertEquals(points.get(i).y(), Double.parseDouble(fields[2]));
      assertEquals(points.get(i).lower(), Double.parseDouble(fields[3]));
      assertEquals(points.get(i).upper(), Double.parseDouble(fields[4]));
    }
  }

  @Test
  void quotesWhatSeparates() {
    Plot plot =
        new Plot(
            "Quotes",
            "",
            Axis.linear("a, \"b\""),
            Axis.linear("y"),
            List.of(Series.points("two\nlines", List.of(new Point(1, 2)))));
    assertEquals("Series,\"a, \"\"b\"\"\",y\r\n\"two\nlines\",1.0,2.0\r\n", PlotCsv.of(plot));
  }

  @Test
  void keepsWhatCannotBeDrawn() {
    String csv = PlotCsv.of(SampleReport.awkward());
    assertTrue(csv.contains("4.0,NaN"), csv);
    assertTrue(csv.contains("y is not a number"), csv);
  }
}
