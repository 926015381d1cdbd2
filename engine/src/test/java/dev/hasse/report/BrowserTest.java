package dev.hasse.report;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.Writer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** What a browser makes of a report: {@code visitor.html} visits it and notes what it finds. */
@Tag("slow")
class BrowserTest {
  private static final List<String> LIGHT =
      List.of("#0072b2", "#d55e00", "#009e73", "#a6418a", "#7a5c00", "#56b4e9", "#444444");
  private static final List<String> DARK =
      List.of("#56b4e9", "#e69f00", "#2cc99c", "#f29ec9", "#f0e442", "#8f9bff", "#cfcfcf");

  /** How many series each plot of the sample shows; none where no point can be drawn. */
  private static final List<Integer> SERIES = List.of(3, 7, 2, 2, 2, 0, 14, 2);

  @TempDir private static Path folder;
  private static AvailableChromium chromium;
  private static Map<String, List<String>> found;

  @BeforeAll
  static void visit() throws Exception {
    chromium = AvailableChromium.find(folder);
    try (Writer out = Files.newBufferedWriter(folder.resolve("report.html"))) {
      HtmlReport.write(SampleReport.report(), out);
    }
    try (InputStream in = BrowserTest.class.getResourceAsStream("visitor.html")) {
      Files.write(folder.resolve("visitor.html"), in.readAllBytes());
    }
    found = visit("--blink-settings=preferredColorScheme=1");
  }

  private static Map<String, List<String>> visit(String... options)
      throws IOException, InterruptedException {
    String document = chromium.documentOf(folder.resolve("visitor.html"), options);
    Matcher lines =
        Pattern.compile("<pre id=\"findings\">(.*?)</pre>", Pattern.DOTALL).matcher(document);
    assertTrue(lines.find(), () -> "no findings in " + document);
    Map<String, List<String>> findings = new LinkedHashMap<>();
    for (String line : lines.group(1).lines().toList()) {
      String[] pair = line.split(" ", 2);
      findings
          .computeIfAbsent(pair[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(pair[1].replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    assertTrue(findings.containsKey("end"), () -> "the visit did not end: " + document);
    assertFalse(findings.containsKey("failure"), () -> findings.get("failure").toString());
    return findings;
  }

  private static String one(String name) {
    return found.get(name).get(0);
  }

  @Test
  void drawsAllPlotsWithoutError() {
    assertEquals("7", one("drawn"));
    assertEquals("", one("error"));
    assertEquals("", one("errorAfterwards"));
  }

  @Test
  void asksForNothingBeyondItself() {
    assertEquals("", one("requests"));
    assertEquals("", one("violation"));
    assertEquals("", one("violationAfterwards"));
  }

  @Test
  void drawsEachSeriesInItsColour() {
    assertSeries(found, LIGHT);
  }

  @Test
  void followsADarkScheme() throws Exception {
    assertSeries(visit("--blink-settings=preferredColorScheme=0"), DARK);
  }

  private static void assertSeries(Map<String, List<String>> findings, List<String> palette) {
    for (int plot = 0; plot < SERIES.size(); plot++) {
      String svg = findings.get("chart" + plot).get(0);
      assertEquals(SERIES.get(plot) > 0, svg.contains("<svg"), svg);
      for (int series = 0; series < palette.size(); series++) {
        assertEquals(
            series < SERIES.get(plot),
            svg.contains(palette.get(series)),
            "plot " + plot + ", series " + series);
      }
    }
  }

  @Test
  void drawsNoTwoLinesAlike() {
    Set<List<String>> looks = new HashSet<>();
    Matcher line =
        Pattern.compile("<path [^>]*stroke=\"(#[0-9a-f]{6})\" stroke-width=\"2\"[^>]*>")
            .matcher(one("chart6"));
    while (line.find()) {
      if (LIGHT.contains(line.group(1))) {
        Matcher dash = Pattern.compile("stroke-dasharray=\"([^\"]*)\"").matcher(line.group());
        looks.add(List.of(line.group(1), dash.find() ? dash.group(1) : ""));
      }
    }
    assertEquals(14, looks.size(), looks::toString);
  }

  @Test
  void marksWholeNumbersAlone() {
    Matcher label =
        Pattern.compile("<text [^>]*>([0-9.]+)</text>").matcher(found.get("svg").get(5));
    List<String> labels = new ArrayList<>();
    while (label.find()) {
      labels.add(label.group(1));
    }
    assertTrue(labels.containsAll(List.of("1", "2", "3")), labels::toString);
    assertTrue(labels.stream().noneMatch(text -> text.contains(".")), labels::toString);
  }

  @Test
  void leavesGapsForWhatCannotBeDrawn() {
    String svg = one("chart3");
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    // Points 1 and 3 stand alone; the line joins 7 to 10. Anything else would bridge a gap.
    Matcher line =
        Pattern.compile("<path d=\"([^\"]*)\"[^>]*stroke=\"#0072b2\" stroke-width=\"2\"")
            .matcher(svg);
    List<Integer> joints = new ArrayList<>();
    while (line.find()) {
      String path = line.group(1);
      if (!path.contains("Z") && path.indexOf('A') < 0) {
        joints.add((int) path.chars().filter(c -> c == 'L').count());
      }
    }
    assertTrue(joints.contains(3), () -> joints + " in " + svg);
    assertTrue(joints.stream().allMatch(j -> j <= 3), joints::toString);
    assertEquals("No point of this plot can be drawn.", one("chart5"));
  }

  @Test
  void fitsAPhone() {
    assertEquals(one("viewWidth"), one("pageWidth"));
    assertEquals(7, found.get("chartWidth").size());
    for (String right : found.get("chartWidth")) {
      assertTrue(Double.parseDouble(right) <= Double.parseDouble(one("viewWidth")), right);
    }
  }

  @Test
  void copiesTheCommandTheVersionsAndTables() {
    assertEquals(SampleReport.provenance().command(), one("copy-command"));
    assertTrue(one("copy-versions").startsWith("Hasse: 0.1.0-SNAPSHOT\nJava: OpenJDK"));
    // The last table is the data of the last plot.
    assertEquals(
        "Series\tx\ty\nconstant\t1.0E-150\t7.0\nconstant\t1.0E150\t7.0\nsingle\t1.0\t7.0\n",
        one("copy-table"));
  }

  @Test
  void savesPlotsAsSvg() throws Exception {
    assertEquals(7, found.get("svg").size());
    assertEquals("plot-1-median-gap-by-depth.svg", one("svgName"));
    for (String svg : found.get("svg")) {
      var document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)));
      assertAll(
          () -> assertEquals("svg", document.getDocumentElement().getTagName()),
          () -> assertEquals("900", document.getDocumentElement().getAttribute("width")),
          () -> assertEquals(0, document.getElementsByTagName("script").getLength()),
          () -> assertEquals(0, document.getElementsByTagName("image").getLength()),
          () -> assertTrue(svg.contains("#0072b2")));
    }
    assertTrue(one("svg").contains("Median gap by depth"));
  }

  @Test
  void savesPlotsAsPng() {
    assertEquals("plot-1-median-gap-by-depth.png", one("pngName"));
    // The signature, the header's length and name, and twice 900 by 560 pixels.
    assertEquals("137,80,78,71,13,10,26,10,0,0,0,13,73,72,68,82,0,0,7,8,0,0,4,96", one("png"));
  }
}
