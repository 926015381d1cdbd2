package dev.hasse.domain;

/** An immutable dense matrix of doubles, row-major. */
public final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] values;

  /**
   * Takes the array over: the caller must not change it afterwards.
   *
   * @param values {@code [row][column]} flat
   */
  public Matrix(int rows, int columns, double[] values) {
    if (rows < 1 || columns < 1 || values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "a " + rows + " x " + columns + " matrix of " + values.length + " values");
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public double at(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of the values, {@code [row][column]} flat. */
  public double[] values() {
    return values.clone();
  }
}
