package dev.hasse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.style.XYStyler;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotFilesTest {
  private static final List<Integer> COLOURS =
      List.of(0x0072b2, 0xd55e00, 0x009e73, 0xa6418a, 0x7a5c00, 0x56b4e9, 0x444444);

  @TempDir private Path folder;

  @Test
  void writesEachPlotThatHasAPoint() throws Exception {
    Path inside = folder.resolve("new").resolve("plots");
    List<Path> written = PlotFiles.write(SampleReport.report(), inside);
    assertEquals(21, written.size());
    assertEquals(inside.resolve("plot-1-median-gap-by-depth.svg"), written.get(0));
    assertEquals(inside.resolve("plot-1-median-gap-by-depth.png"), written.get(1));
    assertEquals(inside.resolve("plot-1-median-gap-by-depth.csv"), written.get(2));
    try (var files = Files.list(inside)) {
      assertEquals(21, files.count());
    }
    for (int i = 0; i < written.size(); i += 3) {
      assertWellFormed(written.get(i));
    }
    assertColours(3, written.get(1));
    assertColours(7, written.get(4));
    assertColours(2, written.get(7));
  }

  @Test
  void linesOfOneColourDifferInDash() {
    Set<List<Object>> looks = new HashSet<>();
    for (int line = 0; line < 49; line++) {
      looks.add(List.of(line % COLOURS.size(), Arrays.toString(PlotChart.dash(line))));
    }
    assertEquals(49, looks.size());
  }

  @Test
  void wholeAxesHaveWholeMarks() {
    XYStyler styler = PlotChart.of(SampleReport.crowded()).getStyler();
    assertEquals("2", styler.getXAxisTickLabelsFormattingFunction().apply(2.0));
    assertEquals("", styler.getXAxisTickLabelsFormattingFunction().apply(2.5));
    assertNull(styler.getYAxisTickLabelsFormattingFunction());
  }

  private static void assertWellFormed(Path svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    // The document type names an address that a parser would fetch.
    builder.setEntityResolver((name, address) -> new InputSource(new java.io.StringReader("")));
    Document document = builder.parse(svg.toFile());
    assertEquals("svg", document.getDocumentElement().getTagName());
    assertEquals(0, document.getElementsByTagName("script").getLength());
    String text = Files.readString(svg);
    assertFalse(text.contains("NaN") || text.contains("Infinity"), svg::toString);
  }

  /** A line or a mark of each series, and of no other, leaves pixels of its very colour. */
  private static void assertColours(int series, Path png) throws Exception {
    BufferedImage image = ImageIO.read(png.toFile());
    assertEquals(900, image.getWidth());
    for (int c = 0; c < COLOURS.size(); c++) {
      int pixels = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          pixels += (image.getRGB(x, y) & 0xffffff) == COLOURS.get(c) ? 1 : 0;
        }
      }
      assertEquals(c < series, pixels > 100, png + ": " + pixels + " pixels of colour " + c);
    }
  }

  @Test
  void worksWithoutAScreen() {
    assertTrue(GraphicsEnvironment.isHeadless());
  }
}
