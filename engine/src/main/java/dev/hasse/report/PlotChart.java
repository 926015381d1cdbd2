package dev.hasse.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A plot as a chart of XChart, with the colours, dashes and marks of {@code report.js}. */
final class PlotChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT_WITHOUT_LEGEND = 500;
  private static final int LEGEND_ROW = 24;
  private static final int MOST_DECADES = 12;
  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final int MOST_MARKERS_ON_A_LINE = 60;
  private static final int BAND_OPACITY = 50;
  private static final int[] COLOURS = {
    0x0072b2, 0xd55e00, 0x009e73, 0xa6418a, 0x7a5c00, 0x56b4e9, 0x444444
  };
  private static final float[][] DASHES = {
    null, {8, 4}, {2, 3}, {10, 3, 2, 3}, {14, 5}, {4, 2}, {8, 3, 2, 3, 2, 3}
  };
  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.DIAMOND
  };

  private final Plot plot;
  private final XYChart chart;

  private PlotChart(Plot plot) {
    this.plot = plot;
    int legend = plot.series().size() * LEGEND_ROW;
    this.chart = new XYChart(WIDTH, HEIGHT_WITHOUT_LEGEND + legend);
  }

  /** The chart of a plot of which at least one point can be drawn. */
  static XYChart of(Plot plot) {
    PlotChart made = new PlotChart(plot);
    made.chart.setTitle(plot.title());
    made.chart.setXAxisTitle(plot.x().label());
    made.chart.setYAxisTitle(plot.y().label());
    made.style(made.chart.getStyler());
    for (int i = 0; i < plot.series().size(); i++) {
      made.add(i, plot.series().get(i));
    }
    return made.chart;
  }

  private void style(XYStyler styler) {
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Vertical);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotGridLinesColor(new Color(0xe3e6ea));
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setMarkerSize(7);
    styler.setXAxisLogarithmic(plot.x().isLogarithmic());
    styler.setYAxisLogarithmic(plot.y().isLogarithmic());
    if (plot.x().isWhole()) {
      styler.setXAxisTickLabelsFormattingFunction(PlotChart::whole);
    }
    if (plot.y().isWhole()) {
      styler.setYAxisTickLabelsFormattingFunction(PlotChart::whole);
    }
    int xStep = 1 + decades(plot.x(), Point::x) / MOST_DECADES;
    if (xStep > 1) {
      styler.setXAxisLogarithmicDecadeOnly(true);
      styler.setXAxisTickLabelsFormattingFunction(value -> decade(value, xStep));
      styler.setPlotGridVerticalLinesVisible(false);
    }
    int yStep = 1 + decades(plot.y(), Point::y) / MOST_DECADES;
    if (yStep > 1) {
      styler.setYAxisLogarithmicDecadeOnly(true);
      styler.setYAxisTickLabelsFormattingFunction(value -> decade(value, yStep));
      styler.setPlotGridHorizontalLinesVisible(false);
    }
  }

  /** How many decades the drawn points span, about. */
  private int decades(Axis axis, ToDoubleFunction<Point> coordinate) {
    DoubleSummaryStatistics sizes =
        plot.series().stream()
            .flatMap(series -> series.points().stream())
            .filter(plot::isDrawn)
            .mapToDouble(coordinate)
            .summaryStatistics();
    return axis.isLogarithmic()
        ? (Math.getExponent(sizes.getMax()) - Math.getExponent(sizes.getMin())) * 3 / 10
        : 0;
  }

  /** XChart has no axis of whole numbers: its marks between them get no label. */
  private static String whole(double value) {
    return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : "";
  }

  /** The label of a power of ten: XChart labels all, however close, so most get none. */
  private static String decade(double power, int step) {
    BigDecimal decimal = new BigDecimal(power).round(THREE_DIGITS);
    int exponent = decimal.precision() - decimal.scale() - 1;
    return exponent % step == 0 ? "1E" + exponent : "";
  }

  private void add(int index, Series series) {
    Color colour = new Color(COLOURS[index % COLOURS.length]);
    // XChart draws in the order of addition: the band first, so that it lies below.
    List<List<Point>> stretches = plot.bandStretches(series);
    for (int s = 0; s < stretches.size(); s++) {
      band(index + "." + s, series, stretches.get(s), colour);
    }
    if (series.points().stream().noneMatch(plot::isDrawn)) {
      return;
    }
    XYSeries drawn = curve(series.name(), series.points());
    drawn.setXYSeriesRenderStyle(
        switch (series.mark()) {
          case LINE -> XYSeriesRenderStyle.Line;
          case POINTS -> XYSeriesRenderStyle.Scatter;
          case STEPS -> XYSeriesRenderStyle.StepArea;
        });
    drawn.setFillColor(faint(colour));
    drawn.setLineColor(colour).setLineStyle(stroke(2, dash(index)));
    boolean few = series.points().size() <= MOST_MARKERS_ON_A_LINE;
    boolean marked =
        switch (series.mark()) {
          case LINE -> few;
          case POINTS -> true;
          case STEPS -> false;
        };
    drawn.setMarker(marked ? MARKERS[index % MARKERS.length] : SeriesMarkers.NONE);
    drawn.setMarkerColor(colour);
  }

  /**
   * Where the colours begin anew the dashes go on by one, so that the next lines look otherwise.
   */
  static float[] dash(int index) {
    return DASHES[(index + index / DASHES.length) % DASHES.length];
  }

  /** A curve with gaps; XChart makes one where y is not-a-number, and wants a number for x. */
  private XYSeries curve(String name, List<Point> points) {
    double[] x = new double[points.size()];
    double[] y = new double[points.size()];
    double anywhere = points.stream().filter(plot::isDrawn).findFirst().orElseThrow().x();
    for (int i = 0; i < x.length; i++) {
      boolean drawn = plot.isDrawn(points.get(i));
      x[i] = drawn ? points.get(i).x() : anywhere;
      y[i] = drawn ? points.get(i).y() : Double.NaN;
    }
    return chart.addSeries(name, x, y);
  }

  private void band(String name, Series series, List<Point> stretch, Color colour) {
    if (series.mark() == Series.Mark.LINE && stretch.size() > 1) {
      List<Point> edge = new ArrayList<>();
      stretch.forEach(point -> edge.add(new Point(point.x(), point.lower())));
      for (int i = stretch.size() - 1; i >= 0; i--) {
        edge.add(new Point(stretch.get(i).x(), stretch.get(i).upper()));
      }
      XYSeries area = hidden(name, edge, XYSeriesRenderStyle.PolygonArea);
      area.setFillColor(faint(colour));
      area.setLineStyle(SeriesLines.NONE);
    } else {
      for (int i = 0; i < stretch.size(); i++) {
        Point point = stretch.get(i);
        List<Point> ends =
            List.of(new Point(point.x(), point.lower()), new Point(point.x(), point.upper()));
        XYSeries bar = hidden(name + "." + i, ends, XYSeriesRenderStyle.Line);
        bar.setLineColor(colour).setLineStyle(stroke(1.5f, null));
      }
    }
  }

  private static Color faint(Color colour) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND_OPACITY);
  }

  /** A part of a series; the zero character sets its name apart from the names that people give. */
  private XYSeries hidden(String name, List<Point> points, XYSeriesRenderStyle style) {
    XYSeries part = curve("\0" + name, points);
    part.setXYSeriesRenderStyle(style);
    part.setMarker(SeriesMarkers.NONE);
    part.setShowInLegend(false);
    return part;
  }

  private static BasicStroke stroke(float width, float[] dash) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }
}
