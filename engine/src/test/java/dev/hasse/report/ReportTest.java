package dev.hasse.report;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "1234567, 1234570",
    "12345678, 1.23457E+7",
    "0.0001, 0.0001",
    "0.00001, 0.00001",
    "-0.3333333333, -0.333333",
    "NaN, not a number",
    "Infinity, ∞",
    "-Infinity, −∞"
  })
  void numbersAreShownWithSixDigits(double value, String shown) {
    Cell cell = Cell.number(value);
    assertTrue(cell.isNumber());
    assertEquals(Double.toString(value), cell.copied());
    assertEquals(shown, cell.shown());
  }

  @Test
  void axesSayWhyAValueHasNoPlace() {
    Axis linear = Axis.linear("x");
    Axis logarithmic = Axis.logarithmic("x");
    for (double value : new double[] {NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 1e301, -1e301}) {
      assertTrue(linear.obstacle(value).isPresent());
      assertTrue(logarithmic.obstacle(value).isPresent());
    }
    for (double value : new double[] {0, -0.0, -1, Double.MIN_VALUE, 1e200}) {
      assertTrue(linear.obstacle(value).isEmpty());
      assertTrue(logarithmic.obstacle(value).isPresent());
    }
    for (double value : new double[] {1e-150, 1, 1e150}) {
      assertTrue(linear.obstacle(value).isEmpty());
      assertTrue(logarithmic.obstacle(value).isEmpty());
    }
    assertEquals("zero on a logarithmic axis", logarithmic.obstacle(-0.0).orElseThrow());
  }

  @Test
  void bandsAreCutAtGaps() {
    Plot plot = SampleReport.awkward();
    List<List<Double>> stretches =
        plot.bandStretches(plot.series().get(0)).stream()
            .map(stretch -> stretch.stream().map(Point::x).toList())
            .toList();
    assertEquals(List.of(List.of(1.0), List.of(3.0), List.of(9.0, 10.0)), stretches);
  }

  @Test
  void modelRejectsWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new Point(0, 1, 2, 1));
    Series series = Series.line("a", List.of());
    Axis axis = Axis.linear("x");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Plot("t", "", axis, axis, List.of(series, series)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Table("t", List.of("a", "b"), List.of(List.of(Cell.text("1")))));
  }

  @Test
  void columnsOfNumbersAreNumeric() {
    Table table =
        new Table(
            "t",
            List.of("a", "b"),
            List.of(
                List.of(Cell.number(1), Cell.number(2)),
                List.of(Cell.number(0.5), Cell.text("none"))));
    assertTrue(table.isNumeric(0));
    assertFalse(table.isNumeric(1));
  }

  @Test
  void fileNamesHoldPlainLettersOnly() {
    assertEquals("plot-1-median-gap-by-depth", PlotName.of(0, SampleReport.byDepth()));
    assertTrue(PlotName.of(4, SampleReport.hostile()).matches("plot-5[-a-z0-9]{1,54}"));
    Plot untitled = new Plot("//..", "", Axis.linear("x"), Axis.linear("y"), List.of());
    assertEquals("plot-3", PlotName.of(2, untitled));
  }

  /** A shell is the judge: it must read the same words back. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void commandsAreReadyForAShell() throws Exception {
    List<String> words =
        List.of(
            "hasse", "--clip", "0,1", "it's", "", "a b", "$HOME", "`id`", "\\", "*", "\"", "~",
            "a\nb");
    String command = Provenance.here(words, "1", "").command();
    assertTrue(command.startsWith("hasse --clip 0,1 "), command);
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\0' " + command).start();
    byte[] read = shell.getInputStream().readAllBytes();
    assertArrayEquals((String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8), read);
  }
}
