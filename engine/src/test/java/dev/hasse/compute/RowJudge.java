package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.domain.BoxBatch;
import dev.hasse.judge.Magnitudes;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Affine;
import java.util.Arrays;
import java.util.List;

/**
 * Judges rows over the input node. They are opaque, but concretised over zero-width boxes inside
 * their own they show their value at a point, and there the exact row must not lie below them.
 */
final class RowJudge {
  private static final int RANDOM_POINTS = 2;

  private final OpenLane open;
  private final Precision precision;
  private final BoxBatch boxes;
  private final int terms;
  private final double relativeError;
  private final double[] all;
  private final Numbers numbers = new Numbers("points of rows");

  /**
   * @param boxes of the whole chunk
   * @param terms length of all sums on the rows' way together
   * @param relativeError of the weights on their way
   */
  RowJudge(OpenLane open, Precision precision, BoxBatch boxes, int terms, double relativeError) {
    this.open = open;
    this.precision = precision;
    this.boxes = boxes;
    this.terms = terms + boxes.dimension();
    this.relativeError = relativeError;
    this.all = new double[boxes.count()];
    for (int b = 0; b < all.length; b++) {
      all[b] = Arrays.stream(Magnitudes.of(boxes, b)).sum();
    }
  }

  /** Says which affine map the rows pass, for the underflow term of their slack. */
  RowJudge through(Affine affine) {
    for (int b = 0; b < all.length; b++) {
      all[b] += Arrays.stream(Magnitudes.affine(affine, Magnitudes.of(boxes, b))).sum();
    }
    return this;
  }

  /** Over the whole boxes, at their corners and centres and at random points. */
  void check(Tensor.Rows rows, List<BoxedRow> expected) {
    assertEquals(expected.size(), rows.rows(), "number of rows");
    check("over the box", rows, expected, boxes);
    check("lower corner", rows, expected, points(boxes.lower()));
    check("upper corner", rows, expected, points(boxes.upper()));
    for (int k = 0; k < RANDOM_POINTS; k++) {
      check("random point " + k, rows, expected, points(numbers.pointsIn(boxes)));
    }
  }

  private BoxBatch points(double[] corners) {
    double[] inside = corners;
    for (double corner : corners) {
      if (Double.isInfinite(corner)) {
        inside = numbers.pointsIn(boxes);
      }
    }
    return BoxBatch.points(boxes.dimension(), inside);
  }

  private void check(String place, Tensor.Rows rows, List<BoxedRow> expected, BoxBatch where) {
    double[] found = open.keep(open.lane().concretize(rows, open.upload(where))).download();
    assertEquals(expected.size(), found.length, "number of row bounds");
    for (int r = 0; r < found.length; r++) {
      BoxedRow row = expected.get(r);
      double magnitude = row.row().magnitude(boxes, row.box());
      Enclosure.checkBelow(
          place + ", box " + row.box() + ", row " + r,
          found[r],
          row.row().minimum(where, row.box(), relativeError),
          precision.slack(terms, magnitude, all[row.box()], relativeError));
    }
  }
}
