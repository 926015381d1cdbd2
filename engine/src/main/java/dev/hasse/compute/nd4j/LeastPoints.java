package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;

/**
 * The point of its sample's box where each row is least, {@code p = c - sign(a) r}: the row's least
 * value is {@code a p}, and the gradient by the row is p times the gradient by that value. Points
 * are found once, on the way down, and kept with the rows for the way back; single rows are copied
 * to the heap for it, where loops are vectorised, and products with them are OpenBLAS's.
 */
final class LeastPoints {
  private final OpenBlas blas;
  private float[] centre = new float[0];
  private float[] radius = new float[0];
  private float[] row = new float[0];

  LeastPoints(OpenBlas blas) {
    this.blas = blas;
  }

  private void reserve(int width) {
    if (row.length < width) {
      centre = new float[width];
      radius = new float[width];
      row = new float[width];
    }
  }

  /** Writes the points of all rows. */
  void find(CpuValues rows, Box x, CpuValues to) {
    int width = rows.width();
    reserve(width);
    to.result();
    int each = rows.rows() / x.centre().rows();
    for (int r = 0; r < rows.rows(); r++) {
      if (r % each == 0) {
        CpuValues.of(x.centre()).getRow(r / each, centre);
        CpuValues.of(x.radius()).getRow(r / each, radius);
      }
      rows.getRow(r, row);
      leastPoint(row, centre, radius, width);
      to.putRow(r, row);
    }
  }

  private static void leastPoint(float[] a, float[] c, float[] r, int width) {
    for (int i = 0; i < width; i++) {
      a[i] = c[i] - TriangleLoops.sign(a[i]) * r[i];
    }
  }

  /** {@code to = rows points}, row by row: the least values. */
  void values(CpuValues rows, CpuValues points, CpuValues to) {
    Scratch a = rows.offHeap();
    Scratch p = points.offHeap();
    int width = rows.width();
    for (int r = 0; r < rows.rows(); r++) {
      to.at()[r] = blas.innerProduct(width, a.pointer(r * width), p.pointer(r * width));
    }
  }

  /** Multiplies each point by the gradient by its row's value. */
  void scale(CpuValues points, CpuValues by) {
    Scratch p = points.changedOffHeap();
    int width = points.width();
    for (int r = 0; r < points.rows(); r++) {
      blas.scale(width, by.at()[r], p.pointer(r * width));
    }
  }
}
