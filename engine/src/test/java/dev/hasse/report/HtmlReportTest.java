package dev.hasse.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
  private static String sample() throws IOException {
    StringWriter out = new StringWriter();
    HtmlReport.write(SampleReport.report(), out);
    return out.toString();
  }

  /** The page without the text of its scripts, the JSON included, and of its style. */
  private static String markup(String page) {
    return page.replaceAll("(?s)(<script[^>]*>|<style>).*?(</script>|</style>)", "$1$2");
  }

  @Test
  void hostileTextStaysText() throws IOException {
    String page = sample();
    assertEquals(3, occurrences(page, "<script"));
    assertEquals(3, occurrences(page, "</script"));
    assertEquals(0, occurrences(page, "<!--"));
    assertEquals(0, occurrences(markup(page), "<img"));
    assertFalse(page.contains("\u0000"));
    String shown = markup(page).replaceAll("(?s).*<figcaption>\n<h3>(&lt;/script.*?)</h3>.*", "$1");
    assertEquals(SampleReport.HOSTILE, unescaped(shown));
  }

  /** By the five references that HTML knows for the characters in question. */
  private static String unescaped(String html) {
    assertTrue(html.matches("(?s)[^<>\"']*"), html);
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  @Test
  void textThatHtmlCannotHoldIsReplaced() {
    assertEquals(
        "a\uFFFDb\uFFFD\n\t\u00e9\ud83d\ude00",
        HtmlText.escaped("a\u0000b\uD800\n\t\u00e9\ud83d\ude00"));
  }

  @Test
  void jsonHoldsTheTextAndNoMarkup() throws IOException {
    String json = PlotJson.of(List.of(SampleReport.hostile()));
    assertTrue(json.matches("[^<>&']*"), json);
    assertTrue(json.chars().allMatch(c -> c >= ' ' && c < 127), json);
    List<String> strings = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          strings.add(parser.getText());
        }
      }
    }
    assertEquals(4, strings.stream().filter(SampleReport.HOSTILE::equals).count());
  }

  @Test
  void jsonHasNullsWhereNothingCanBeDrawn() throws IOException {
    String json = PlotJson.of(List.of(SampleReport.awkward()));
    assertTrue(
        json.contains(
            "\"points\":[[1.0,10.0],null,[3.0,0.001],null,null,null,null,"
                + "[7.0,2.0],[8.0,4.0],[9.0,5.0],[10.0,1.0E-9],null],"
                + "\"band\":[[[1.0,10.0,10.0]],[[3.0,0.001,0.001]],"
                + "[[9.0,4.0,6.0],[10.0,1.0E-9,1.0E-9]]]"),
        json);
    assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
  }

  @Test
  void saysWhatIsNotDrawn() throws IOException {
    String page = sample();
    assertTrue(page.contains("2 (y is zero on a logarithmic axis)"));
    assertTrue(page.contains("2 (lower is zero on a logarithmic axis)"));
    assertTrue(page.contains("2 (x is not a number)"));
    assertTrue(page.contains("<td>y is infinite</td>"));
    assertTrue(page.contains("data-copied=\"NaN\">not a number</td>"));
    assertTrue(page.contains("data-copied=\"-Infinity\">−∞</td>"));
  }

  @Test
  void saysNothingWhereAllIsDrawn() {
    assertTrue(new PlotWords(SampleReport.byDepth()).omissions().isEmpty());
    assertFalse(new PlotWords(SampleReport.byDepth()).data().header().contains("Not drawn"));
  }

  /** The page names no address in a place from which a browser loads one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)<(link|img|iframe|object|embed|base|audio|video|source|form|a)\\b",
        "(?i)(?<![-\\w])(src|href|srcset|action|poster|data)\\s*=",
        "(?i)http-equiv=\"refresh\"",
        "(?i)https?://"
      })
  void markupRefersToNothing(String pattern) throws IOException {
    // What a person wrote stands in quotes or between tags, escaped; without it:
    String markup = markup(sample()).replaceAll("&lt;img src=x", "");
    assertNotFound(pattern, markup);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?i)@import", "(?i)url\\s*\\(", "(?i)@font-face"})
  void styleRefersToNothing(String pattern) throws IOException {
    assertNotFound(pattern, Asset.STYLE.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\bfetch\\s*\\(",
        "XMLHttpRequest",
        "\\bimport\\s*\\(",
        "\\bWebSocket\\b",
        "sendBeacon",
        "importScripts",
        "</script",
        "<!--",
        "\r"
      })
  void scriptsLoadNothing(String pattern) throws IOException {
    assertNotFound(pattern, Asset.SCRIPT.text());
    assertNotFound(pattern, Asset.CHART_LIBRARY.text());
  }

  private static void assertNotFound(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertFalse(
        matcher.find(),
        () ->
            text.substring(
                Math.max(0, matcher.start() - 80), Math.min(text.length(), matcher.end() + 80)));
  }

  @Test
  void policyPermitsTheTwoScriptsAndNoConnection() throws IOException {
    String page = sample();
    assertTrue(page.contains("content=\"default-src 'none'; script-src 'sha256-"));
    assertEquals(2, occurrences(page, "'sha256-"));
    assertFalse(page.contains("connect-src"));
  }

  @Test
  void holdsTheLicenceOfTheChartLibrary() throws IOException {
    String page = sample();
    assertTrue(page.contains("Licensed to the Apache Software Foundation"));
    assertTrue(page.contains("Apache ECharts, Copyright The Apache Software Foundation"));
  }

  @Test
  void plotsHaveATextAlternative() {
    assertEquals(
        "Plot: Margin. y (logarithmic) against x. a: line through 2 points with a band, from 1 at 0"
            + " to 3 at 1, least 1, greatest 3; b: no point.",
        new PlotWords(
                new Plot(
                    "Margin",
                    "",
                    Axis.linear("x"),
                    Axis.logarithmic("y"),
                    List.of(
                        Series.line("a", List.of(new Point(0, 1), new Point(1, 3, 2, 4))),
                        Series.points("b", List.of(new Point(0, 0))))))
            .alternative());
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
