package dev.hasse.format.data;

import dev.hasse.domain.BoxBatch;
import dev.hasse.format.InputFileException;
import java.nio.file.Path;

/**
 * Balls around the points of a header-less CSV file, one point a line. A decimal stands for the
 * double nearest to it: that double is the centre, and {@link BoxBatch#around} makes the box.
 */
public final class CsvCenterSource implements BoxSource {
  private final CsvRows rows;
  private final int dimension;
  private final double radius;
  private final double clipLower;
  private final double clipUpper;

  private CsvCenterSource(
      CsvRows rows, int dimension, double radius, double clipLower, double clipUpper) {
    this.rows = rows;
    this.dimension = dimension;
    this.radius = radius;
    this.clipLower = clipLower;
    this.clipUpper = clipUpper;
  }

  /**
   * @param dimension number of inputs of the network that the points are for
   * @param radius of every ball, finite and at least 0; 0 gives the points themselves
   * @param clipLower lower end of the input domain, or negative infinity
   * @param clipUpper upper end of the input domain, or infinity
   */
  public static CsvCenterSource open(
      Path path, int dimension, double radius, double clipLower, double clipUpper)
      throws InputFileException {
    if (!(radius >= 0 && radius < Double.POSITIVE_INFINITY) || !(clipLower <= clipUpper)) {
      throw new IllegalArgumentException(
          "radius " + radius + ", clipped to [" + clipLower + ", " + clipUpper + "]");
    }
    String expected = dimension + " values, one for each input of the network";
    CsvRows rows = CsvRows.open(path, dimension, expected);
    return new CsvCenterSource(rows, dimension, radius, clipLower, clipUpper);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public BoxBatch next(int atMost) throws InputFileException {
    RowBuffer centers = new RowBuffer(dimension);
    int limit = Math.min(atMost, centers.capacity());
    while (centers.rows() < limit && rows.advance()) {
      centers.append(center());
    }
    return BoxBatch.around(dimension, centers.values(), radius, clipLower, clipUpper);
  }

  @Override
  public void close() throws InputFileException {
    rows.close();
  }

  private double[] center() throws InputFileException {
    double[] center = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      center[i] = rows.value(i, DecimalField::nearest);
      if (Double.isInfinite(center[i])) {
        throw rows.error("value " + (i + 1) + ": a centre must be finite");
      }
      if (center[i] + radius < clipLower || center[i] - radius > clipUpper) {
        throw rows.error(
            "value %d: the ball of radius %s around %s lies outside [%s, %s]"
                .formatted(i + 1, radius, center[i], clipLower, clipUpper));
      }
    }
    return center;
  }
}
