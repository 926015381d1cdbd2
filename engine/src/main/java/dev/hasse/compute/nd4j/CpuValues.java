package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Values;

/**
 * A matrix, row by row, on the heap, where loops want it, or off heap, where products do, or in
 * both places: it is copied when somebody asks for it in the other place. What goes from a product
 * to the next by loops over single rows is never on the heap as a whole.
 */
final class CpuValues implements Values {
  private final int rows;
  private final int width;
  private final FloatPool arrays;
  private final ScratchPool scratches;
  private float[] onHeap; // null until somebody asks
  private Scratch offHeap; // likewise
  private boolean isOnHeap;
  private boolean isOffHeap;
  private CpuValues whole; // what this is a part of, else null
  private int first; // row of it
  private CpuValues leastPoints; // of these rows in some boxes, if they are known
  private Box boxes;

  /**
   * Nothing is in it yet.
   *
   * @param arrays where memory comes from
   * @param scratches where memory off heap comes from
   */
  CpuValues(int rows, int width, FloatPool arrays, ScratchPool scratches) {
    Math.multiplyExact(rows, width);
    this.rows = rows;
    this.width = width;
    this.arrays = arrays;
    this.scratches = scratches;
  }

  static CpuValues of(Values values) {
    return (CpuValues) values;
  }

  /** Some rows, which are copied only when somebody asks for all of them at once. */
  CpuValues part(int from, int count) {
    CpuValues part = new CpuValues(count, width, arrays, scratches);
    part.whole = this;
    part.first = from;
    return part;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  int length() {
    return rows * width;
  }

  /** The values in an array that may be longer, to be read, or to be written for the first time. */
  float[] at() {
    if (onHeap == null) {
      onHeap = arrays.take(length());
    }
    if (!isOnHeap) {
      if (isOffHeap) {
        offHeap.get(onHeap, 0, length());
      } else if (whole != null) {
        System.arraycopy(whole.at(), first * width, onHeap, 0, length());
      }
      isOnHeap = true;
    }
    return onHeap;
  }

  /** The same, to be changed now. */
  float[] changed() {
    float[] array = at();
    isOffHeap = false;
    leastPoints = null;
    return array;
  }

  /** The values off heap, to be read before they change. */
  Scratch offHeap() {
    if (!isOffHeap) {
      scratch().put(at(), length());
      isOffHeap = true;
    }
    return offHeap;
  }

  /** The values off heap, to be changed now. */
  Scratch changedOffHeap() {
    Scratch values = offHeap();
    isOnHeap = false;
    leastPoints = null;
    return values;
  }

  /** Where a product writes all of the values, off heap. */
  Scratch result() {
    isOnHeap = false;
    isOffHeap = true;
    return scratch();
  }

  private Scratch scratch() {
    if (offHeap == null) {
      offHeap = scratches.take(length());
    }
    return offHeap;
  }

  /** Copies a row to the beginning of an array. */
  void getRow(int row, float[] to) {
    if (isOnHeap) {
      System.arraycopy(onHeap, row * width, to, 0, width);
    } else if (whole != null) {
      whole.getRow(first + row, to);
    } else {
      offHeap.get(row * width, to, 0, width);
    }
  }

  /** Changes a row of what {@link #result} was called for. */
  void putRow(int row, float[] from) {
    offHeap.put(row * width, from, 0, width);
  }

  /** Keeps what was found for these rows in some boxes, until they change ({@link LeastPoints}). */
  void keepLeastPoints(CpuValues points, Box of) {
    leastPoints = points;
    boxes = of;
  }

  /** What was kept for the same boxes, or null; it is the caller's to change. */
  CpuValues takeLeastPoints(Box of) {
    boolean isKept = leastPoints != null && of.equals(boxes) && leastPoints.offHeap != null;
    CpuValues points = isKept ? leastPoints : null;
    leastPoints = null;
    return points;
  }

  void giveBack() {
    if (onHeap != null) {
      arrays.giveBack(onHeap);
      onHeap = null;
    }
    if (offHeap != null) {
      scratches.giveBack(offHeap);
      offHeap = null;
    }
  }
}
