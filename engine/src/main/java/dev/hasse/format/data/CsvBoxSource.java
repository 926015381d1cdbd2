package dev.hasse.format.data;

import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import java.nio.file.Path;

/**
 * Boxes from a header-less CSV file: one box a line, n lower values and then n upper values. Ends
 * may be infinite ({@code inf}, {@code -inf}). Decimals that are no doubles are rounded outwards,
 * so that a box contains the one that was written.
 */
public final class CsvBoxSource implements BoxSource {
  private final CsvRows rows;
  private final int dimension;

  private CsvBoxSource(CsvRows rows, int dimension) {
    this.rows = rows;
    this.dimension = dimension;
  }

  /**
   * @param dimension number of inputs of the network that the boxes are for
   */
  public static CsvBoxSource open(Path path, int dimension) throws InputFileException {
    String expected =
        "%d values (%d lower, then %d upper, for the network's %d inputs)"
            .formatted(2 * (long) dimension, dimension, dimension, dimension);
    return new CsvBoxSource(CsvRows.open(path, 2 * dimension, expected), dimension);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public BoxBatch next(int atMost) throws InputFileException {
    RowBuffer lower = new RowBuffer(dimension);
    RowBuffer upper = new RowBuffer(dimension);
    int limit = Math.min(atMost, lower.capacity());
    while (lower.rows() < limit && rows.advance()) {
      double[] low = new double[dimension];
      double[] high = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        low[i] = rows.value(i, DecimalField::down);
        high[i] = rows.value(dimension + i, DecimalField::up);
        if (low[i] > high[i]) {
          throw rows.error(
              "coordinate %d: lower value %s exceeds upper value %s".formatted(i, low[i], high[i]));
        }
      }
      lower.append(low);
      upper.append(high);
    }
    return new BoxBatch(lower.rows(), dimension, lower.values(), upper.values());
  }

  @Override
  public void close() throws InputFileException {
    rows.close();
  }
}
