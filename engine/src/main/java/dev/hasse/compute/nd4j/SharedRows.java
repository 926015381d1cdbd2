package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;

/**
 * Least values {@code a c - |a| r} over the boxes of samples that share rows, and the way back:
 * products of a group's rows, or their magnitudes, with one sample's box.
 */
final class SharedRows {
  private final OpenBlas blas;
  private float[] row = new float[0];
  private float[] sum = new float[0];
  private float[] more = new float[0];

  SharedRows(OpenBlas blas) {
    this.blas = blas;
  }

  private void reserve(int width) {
    if (row.length < width) {
      row = new float[width];
      sum = new float[width];
      more = new float[width];
    }
  }

  void makeMagnitudes(CpuValues rows, CpuValues to) {
    int width = rows.width();
    reserve(width);
    to.result();
    for (int r = 0; r < rows.rows(); r++) {
      rows.getRow(r, row);
      for (int i = 0; i < width; i++) {
        row[i] = Math.abs(row[i]);
      }
      to.putRow(r, row);
    }
  }

  void values(
      CpuValues rows, CpuValues magnitudes, int each, int[] groups, Box x, CpuValues result) {
    int width = rows.width();
    Scratch centre = CpuValues.of(x.centre()).offHeap();
    Scratch radius = CpuValues.of(x.radius()).offHeap();
    Scratch a = rows.offHeap();
    Scratch b = magnitudes.offHeap();
    Scratch to = result.result();
    for (int s = 0; s < groups.length; s++) {
      int at = groups[s] * each * width;
      int box = s * width;
      blas.addProductWithVector(
          each, width, 1, a.pointer(at), centre.pointer(box), 0, to.pointer(s * each));
      blas.addProductWithVector(
          each, width, -1, b.pointer(at), radius.pointer(box), 1, to.pointer(s * each));
    }
  }

  void addBoxGradient(
      CpuValues rows,
      CpuValues magnitudes,
      int each,
      int[] groups,
      CpuValues by,
      Box ofBox,
      int from) {
    int width = rows.width();
    Scratch centre = CpuValues.of(ofBox.centre()).changedOffHeap();
    Scratch radius = CpuValues.of(ofBox.radius()).changedOffHeap();
    Scratch a = rows.offHeap();
    Scratch b = magnitudes.offHeap();
    Scratch g = by.offHeap();
    for (int s = 0; s < groups.length; s++) {
      int at = groups[s] * each * width;
      int box = (from + s) * width;
      blas.addTransposedProductWithVector(
          width, each, 1, a.pointer(at), g.pointer(s * each), centre.pointer(box));
      blas.addTransposedProductWithVector(
          width, each, -1, b.pointer(at), g.pointer(s * each), radius.pointer(box));
    }
  }

  /**
   * Adds the gradient by rows and that by their magnitudes.
   *
   * @param by the gradient by the values
   */
  void addRowGradient(
      int each, int[] groups, CpuValues by, Box x, CpuValues ofRows, CpuValues ofMagnitudes) {
    int width = ofRows.width();
    Scratch centre = CpuValues.of(x.centre()).offHeap();
    Scratch radius = CpuValues.of(x.radius()).offHeap();
    Scratch g = by.offHeap();
    Scratch a = ofRows.changedOffHeap();
    Scratch b = ofMagnitudes.changedOffHeap();
    for (int s = 0; s < groups.length; s++) {
      int at = groups[s] * each * width;
      int box = s * width;
      blas.addOuterProduct(each, width, 1, g.pointer(s * each), centre.pointer(box), a.pointer(at));
      blas.addOuterProduct(
          each, width, -1, g.pointer(s * each), radius.pointer(box), b.pointer(at));
    }
  }

  /** Adds what came by the magnitudes, with the signs of the rows, to what came by the rows. */
  void addWithSigns(CpuValues rows, CpuValues byMagnitudes, CpuValues result) {
    int width = rows.width();
    reserve(width);
    result.changedOffHeap();
    for (int r = 0; r < rows.rows(); r++) {
      rows.getRow(r, row);
      byMagnitudes.getRow(r, more);
      result.getRow(r, sum);
      TriangleLoops.addWithSigns(sum, more, row, width);
      result.putRow(r, sum);
    }
  }
}
