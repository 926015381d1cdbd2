package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.SortedGroups;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Least values {@code a c - |a| r} over the boxes of samples that share rows, and the way back.
 * With the samples sorted by their groups, those of a group are one product of its rows {@code (a,
 * |a|)} with their boxes {@code (c, -r)}, and so are the gradients by either. Rows are loaded
 * first, and for the way back the gradient by the values.
 */
final class SharedRows implements AutoCloseable {
  private final OpenBlas blas;
  private final TriangleLoops loops;
  private final Scratch rows = new Scratch(); // (a, |a|)
  private final Scratch boxes = new Scratch(); // (c, -r), sorted
  private final Scratch numbers = new Scratch(); // values, or the gradient by them, sorted
  private final Scratch gradient = new Scratch(); // by rows or boxes
  private int width;
  private int each;
  private SortedGroups sorted = SortedGroups.of(0, new int[0]);
  private float[] first = new float[0];
  private float[] second = new float[0];
  private float[] row = new float[0];

  SharedRows(OpenBlas blas, TriangleLoops loops) {
    this.blas = blas;
    this.loops = loops;
  }

  @Override
  public void close() {
    rows.close();
    boxes.close();
    numbers.close();
    gradient.close();
  }

  /**
   * Takes the rows, and which of them a sample has.
   *
   * @param from those of the groups after each other
   * @param ofSample rows of each sample
   * @param groups one a sample
   */
  void load(CpuValues from, int ofSample, int[] groups) {
    width = from.width();
    each = ofSample;
    if (row.length < width) {
      first = new float[width];
      second = new float[width];
      row = new float[width];
    }
    sorted = SortedGroups.of(from.rows() / each, groups);
    numbers.ensure(Math.multiplyExact(groups.length, each));
    rows.ensure(pairs(from.rows()));
    for (int r = 0; r < from.rows(); r++) {
      from.getRow(r, first);
      for (int i = 0; i < width; i++) {
        second[i] = Math.abs(first[i]);
      }
      putPair(rows, r);
    }
  }

  /** The gradient by the values. */
  void loadGradient(CpuValues from) {
    for (int k = 0; k < sorted.samples(); k++) {
      numbers.put(k * each, from.at(), sorted.sample(k) * each, each);
    }
  }

  private void loadBoxes(Box x) {
    boxes.ensure(pairs(sorted.samples()));
    for (int k = 0; k < sorted.samples(); k++) {
      CpuValues.of(x.centre()).getRow(sorted.sample(k), first);
      CpuValues.of(x.radius()).getRow(sorted.sample(k), second);
      for (int i = 0; i < width; i++) {
        second[i] = -second[i];
      }
      putPair(boxes, k);
    }
  }

  void values(Box x, CpuValues to) {
    loadBoxes(x);
    for (int group = 0; group < sorted.count(); group++) {
      blas.productTransposed(
          sorted.samples(group),
          each,
          2 * width,
          boxesOf(group),
          rowsOf(group, rows),
          numbersOf(group));
    }
    for (int k = 0; k < sorted.samples(); k++) {
      numbers.get(k * each, to.at(), sorted.sample(k) * each, each);
    }
  }

  /**
   * Adds the gradient by the boxes.
   *
   * @param from the first of the samples among those of {@code target}
   */
  void addBoxGradient(Box target, int from) {
    gradient.ensure(pairs(sorted.samples()));
    for (int group = 0; group < sorted.count(); group++) {
      blas.product(
          sorted.samples(group),
          2 * width,
          each,
          numbersOf(group),
          rowsOf(group, rows),
          gradient.pointer(pairs(sorted.start(group))));
    }
    float[] byCentre = CpuValues.of(target.centre()).changed();
    float[] byRadius = CpuValues.of(target.radius()).changed();
    for (int k = 0; k < sorted.samples(); k++) {
      getPair(gradient, k);
      int at = (from + sorted.sample(k)) * width;
      loops.addTimes(byCentre, at, 1, first, width);
      loops.addTimes(byRadius, at, -1, second, width);
    }
  }

  /** Writes the gradient by the rows. */
  void back(CpuValues from, Box x, CpuValues to) {
    loadBoxes(x);
    gradient.ensure(pairs(from.rows()));
    for (int group = 0; group < sorted.count(); group++) {
      blas.transposedProduct(
          each,
          2 * width,
          sorted.samples(group),
          numbersOf(group),
          boxesOf(group),
          rowsOf(group, gradient));
    }
    to.result();
    for (int r = 0; r < from.rows(); r++) {
      getPair(gradient, r);
      from.getRow(r, row);
      TriangleLoops.addWithSigns(first, second, row, width);
      to.putRow(r, first);
    }
  }

  private FloatPointer boxesOf(int group) {
    return boxes.pointer(pairs(sorted.start(group)));
  }

  private FloatPointer rowsOf(int group, Scratch of) {
    return of.pointer(pairs(group * each));
  }

  private FloatPointer numbersOf(int group) {
    return numbers.pointer(sorted.start(group) * each);
  }

  /** Floats of so many pairs of lines. */
  private int pairs(int count) {
    return Math.multiplyExact(count, 2 * width);
  }

  private void putPair(Scratch to, int at) {
    to.put(pairs(at), first, 0, width);
    to.put(pairs(at) + width, second, 0, width);
  }

  private void getPair(Scratch from, int at) {
    from.get(pairs(at), first, 0, width);
    from.get(pairs(at) + width, second, 0, width);
  }
}
