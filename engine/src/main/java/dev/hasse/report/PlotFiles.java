package dev.hasse.report;

import dev.hasse.format.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;

/**
 * Writes each plot of a report as SVG, as PNG and as CSV, without a browser. XChart draws them; it
 * needs fonts but no screen.
 */
public final class PlotFiles {
  private PlotFiles() {}

  /**
   * Writes {@code plot-1-TITLE.svg}, {@code .png} and {@code .csv} and so on, numbered as in the
   * report. Files of these names are replaced. A plot without a point that can be drawn gets no
   * file.
   *
   * @param folder made if it does not exist
   * @return what was written, in order
   * @throws IOException if a file cannot be written
   */
  public static List<Path> write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    List<Plot> plots = report.plots();
    for (int i = 0; i < plots.size(); i++) {
      if (!plots.get(i).isEmpty()) {
        XYChart chart = PlotChart.of(plots.get(i));
        String name = PlotName.of(i, plots.get(i));
        written.add(file(folder.resolve(name + ".svg"), ChartEncoder.getBytes(chart, "svg")));
        written.add(file(folder.resolve(name + ".png"), ChartEncoder.getBytes(chart, "png")));
        byte[] csv = PlotCsv.of(plots.get(i)).getBytes(StandardCharsets.UTF_8);
        written.add(file(folder.resolve(name + ".csv"), csv));
      }
    }
    return written;
  }

  private static Path file(Path file, byte[] content) throws IOException {
    WholeFile.write(file, out -> out.write(content));
    return file;
  }
}
