package dev.hasse.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * A report's plots as the JSON that {@code report.js} reads. It stands inside a script element, so
 * its strings hold neither {@code <} and {@code >}, which could end the element or begin a comment,
 * nor any character beyond ASCII, some of which end lines in scripts.
 */
final class PlotJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private PlotJson() throws IOException {
    json = FACTORY.createGenerator(text);
    json.setCharacterEscapes(new MarkupEscapes());
  }

  /** An array of plots; what cannot be drawn is {@code null} in it. */
  static String of(List<Plot> plots) throws IOException {
    PlotJson writer = new PlotJson();
    writer.json.writeStartArray();
    for (int i = 0; i < plots.size(); i++) {
      writer.plot(plots.get(i), PlotName.of(i, plots.get(i)));
    }
    writer.json.writeEndArray();
    writer.json.close();
    return writer.text.toString();
  }

  private void plot(Plot plot, String file) throws IOException {
    json.writeStartObject();
    json.writeStringField("title", HtmlText.holdable(plot.title()));
    json.writeStringField("file", file);
    json.writeBooleanField("empty", plot.isEmpty());
    axis("x", plot.x());
    axis("y", plot.y());
    json.writeArrayFieldStart("series");
    for (Series series : plot.series()) {
      series(plot, series);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void axis(String name, Axis axis) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("label", HtmlText.holdable(axis.label()));
    json.writeBooleanField("log", axis.isLogarithmic());
    json.writeBooleanField("whole", axis.isWhole());
    json.writeEndObject();
  }

  private void series(Plot plot, Series series) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", HtmlText.holdable(series.name()));
    json.writeBooleanField("line", series.mark() != Series.Mark.POINTS);
    json.writeBooleanField("steps", series.mark() == Series.Mark.STEPS);
    json.writeArrayFieldStart("points");
    for (Point point : series.points()) {
      if (plot.isDrawn(point)) {
        numbers(point.x(), point.y());
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("band");
    for (List<Point> stretch : plot.bandStretches(series)) {
      json.writeStartArray();
      for (Point point : stretch) {
        numbers(point.x(), point.lower(), point.upper());
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void numbers(double... numbers) throws IOException {
    json.writeArray(numbers, 0, numbers.length);
  }

  /** Escapes what HTML would read as markup, besides what JSON must escape. */
  private static final class MarkupEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char markup : new char[] {'<', '>', '&', '\''}) {
        codes[markup] = ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
