package dev.hasse.cli;

import dev.hasse.bound.analytic.CostResult;
import dev.hasse.bound.analytic.Curve;
import dev.hasse.bound.analytic.Series;
import java.io.IOException;
import java.io.Writer;

/** {@code cost} as CSV with a header; a line a value, none where there is no value. */
final class CostCsv implements CostWriter {
  @Override
  public void write(CostHeader header, CostResult result, double seconds, Writer target)
      throws IOException {
    target.write("curve,variable,x,series,value\n");
    for (Curve curve : result.curves()) {
      for (int k = 0; k < curve.x().size(); k++) {
        for (Series series : curve.series()) {
          double value = series.values().get(k);
          if (!Double.isNaN(value)) {
            target.write(
                "%s,%s,%s,%s,%s%n"
                    .formatted(
                        curve.name(), curve.variable(), curve.x().get(k), series.name(), value));
          }
        }
      }
    }
  }
}
