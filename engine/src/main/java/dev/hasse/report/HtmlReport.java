package dev.hasse.report;

import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes a report as one HTML file that needs no other file and no network. Plots are drawn in the
 * browser by Apache ECharts, which the file contains (1 MB, Apache License 2.0).
 *
 * <p>All text is escaped, and the page's Content Security Policy permits its own two scripts by
 * their digests and no connection, so that even markup that got in would neither run nor load
 * anything.
 */
public final class HtmlReport {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Writer out;

  /** How many plots have been written; the number of a plot is its place in the JSON. */
  private int plots;

  private HtmlReport(Writer out) {
    this.out = out;
  }

  /**
   * Writes a report.
   *
   * @param out gets the whole file, to be encoded as UTF-8; stays open
   * @throws IOException if {@code out} does
   */
  public static void write(Report report, Writer out) throws IOException {
    new HtmlReport(out).page(report);
    out.flush();
  }

  private void page(Report report) throws IOException {
    String library = Asset.CHART_LIBRARY.text();
    String script = Asset.SCRIPT.text();
    head(report.title(), Asset.permission(library) + " " + Asset.permission(script));
    line("<header>");
    element("h1", report.title());
    line("</header>");
    line("<main>");
    provenance(report.provenance());
    for (Section section : report.sections()) {
      section(section);
    }
    line("</main>");
    footer();
    line("<script type=\"application/json\" id=\"plots\">" + PlotJson.of(report.plots()));
    line("</script>");
    line("<script>" + library + "</script>");
    line("<script>" + script + "</script>");
    line("</body>");
    line("</html>");
  }

  private void head(String title, String scripts) throws IOException {
    line("<!DOCTYPE html>");
    line("<html lang=\"en\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
            + scripts
            + "; style-src 'unsafe-inline'; img-src data:\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    line("<meta name=\"color-scheme\" content=\"light dark\">");
    line("<meta name=\"generator\" content=\"Hasse\">");
    element("title", title);
    line("<style>");
    out.write(Asset.STYLE.text());
    line("</style>");
    line("</head>");
    line("<body>");
  }

  private void provenance(Provenance provenance) throws IOException {
    line("<section aria-labelledby=\"provenance\">");
    line("<h2 id=\"provenance\">How this was made</h2>");
    line("<div class=\"command\">");
    line("<pre id=\"command\" tabindex=\"0\">" + HtmlText.escaped(provenance.command()) + "</pre>");
    line("<button type=\"button\" data-action=\"copy-command\">Copy command</button>");
    line("</div>");
    line("<dl id=\"versions\">");
    version("Hasse", provenance.hasse());
    version("Java", provenance.java());
    version("System", provenance.system());
    if (!provenance.backend().isEmpty()) {
      version("Backend", provenance.backend());
    }
    version("Date", DATE.format(provenance.date()));
    line("</dl>");
    line("<button type=\"button\" data-action=\"copy-versions\">Copy versions</button>");
    line("</section>");
  }

  private void version(String name, String version) throws IOException {
    element("dt", name);
    element("dd", version);
  }

  private void section(Section section) throws IOException {
    line("<section>");
    element("h2", section.heading());
    for (Block block : section.blocks()) {
      if (block instanceof Paragraph paragraph) {
        element("p", paragraph.text());
      } else if (block instanceof Table table) {
        table(table);
      } else if (block instanceof Plot plot) {
        plot(plot);
      } else if (block instanceof Gallery gallery) {
        gallery(gallery);
      }
    }
    line("</section>");
  }

  private void plot(Plot plot) throws IOException {
    PlotWords words = new PlotWords(plot);
    line("<figure>");
    line("<figcaption>");
    element("h3", plot.title());
    if (!plot.caption().isEmpty()) {
      element("p", plot.caption());
    }
    line("</figcaption>");
    line(
        String.format(
            "<div class=\"chart\" role=\"img\" data-plot=\"%d\" aria-label=\"%s\">"
                + "<noscript>Plots need JavaScript; the data is below.</noscript></div>",
            plots++, HtmlText.escaped(words.alternative())));
    if (words.omissions().isPresent()) {
      line("<p class=\"note\">" + HtmlText.escaped(words.omissions().get()) + "</p>");
    }
    line("<div class=\"actions\">");
    if (!plot.isEmpty()) {
      line("<button type=\"button\" data-action=\"save-svg\">Save as SVG</button>");
      line("<button type=\"button\" data-action=\"save-png\">Save as PNG</button>");
      line("<button type=\"button\" data-action=\"save-csv\">Save as CSV</button>");
    }
    line("</div>");
    line("<details>");
    element("summary", "Data of this plot");
    table(words.data());
    line("</details>");
    line("</figure>");
  }

  private void gallery(Gallery gallery) throws IOException {
    element("h3", gallery.caption());
    line("<ul class=\"gallery\">");
    for (Picture picture : gallery.pictures()) {
      line("<li>");
      line(
          String.format(
              Locale.ROOT,
              "<img width=\"%d\" height=\"%d\" alt=\"%s\" src=\"%s\">",
              picture.width(),
              picture.height(),
              HtmlText.escaped(picture.alternative()),
              picture.address()));
      for (String line : picture.lines()) {
        element("span", line);
      }
      line("</li>");
    }
    line("</ul>");
  }

  private void table(Table table) throws IOException {
    String caption = HtmlText.escaped(table.caption());
    line("<div class=\"table\">");
    line("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + caption + "\">");
    line("<table>");
    line("<caption>" + caption + "</caption>");
    line("<thead><tr>");
    for (int c = 0; c < table.header().size(); c++) {
      line(
          (table.isNumeric(c) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
              + HtmlText.escaped(table.header().get(c))
              + "</th>");
    }
    line("</tr></thead>");
    line("<tbody>");
    for (List<Cell> row : table.rows()) {
      out.write("<tr>");
      for (Cell cell : row) {
        cell(cell);
      }
      line("</tr>");
    }
    line("</tbody>");
    line("</table>");
    line("</div>");
    line("<button type=\"button\" data-action=\"copy-table\">Copy table</button>");
    line("</div>");
  }

  private void cell(Cell cell) throws IOException {
    out.write(cell.isNumber() ? "<td class=\"number\"" : "<td");
    if (!cell.copied().equals(cell.shown())) {
      out.write(" data-copied=\"" + HtmlText.escaped(cell.copied()) + "\"");
    }
    out.write(">" + HtmlText.escaped(cell.shown()) + "</td>");
  }

  private void footer() throws IOException {
    line("<footer>");
    line(
        "<p>Numbers are shown to the nearest with six digits unless the text says otherwise; a"
            + " copied table holds all digits. Plots are drawn by Apache ECharts, Copyright The"
            + " Apache Software Foundation, under the Apache License 2.0; its source in this file"
            + " holds the notice.</p>");
    line("<p id=\"status\" role=\"status\"></p>");
    line("</footer>");
  }

  private void element(String name, String text) throws IOException {
    line("<" + name + ">" + HtmlText.escaped(text) + "</" + name + ">");
  }

  private void line(String html) throws IOException {
    out.write(html);
    out.write('\n');
  }
}
