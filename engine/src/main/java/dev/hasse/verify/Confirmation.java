package dev.hasse.verify;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.lattice.PointCheck;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Network;
import dev.hasse.numeric.Outward;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether a point is a counterexample, beyond doubt: its coordinates are rounded to float32 inside
 * the box, its outputs are enclosed in outward-rounded doubles by the reference backend, and every
 * constraint must hold on the whole enclosure.
 *
 * <p>A property as it was read has every counterexample of the one that was written, and may have a
 * few more: ends of boxes and constants were rounded, strict comparisons closed. So the point keeps
 * off the ends where there is room, and constraints must hold by more than that.
 */
public final class Confirmation implements AutoCloseable {
  private final PointCheck check;

  public Confirmation(Network network) {
    this.check = new PointCheck(network);
  }

  /** The counterexample at the float32 point next to this one, if it is one. */
  public Optional<Counterexample> confirm(Question question, double[] near) {
    double[] point = stored(question.box(), near);
    NetworkBounds values = check.at(point);
    Bounds outputs = values.of(values.network().output());
    for (List<OutputConstraint> conjunction : question.conjunctions()) {
      if (conjunction.stream().allMatch(constraint -> holds(constraint, outputs))) {
        return Optional.of(new Counterexample(point, middles(outputs)));
      }
    }
    return Optional.empty();
  }

  private static double[] middles(Bounds outputs) {
    double[] middles = new double[outputs.width()];
    Arrays.setAll(middles, i -> 0.5 * outputs.lower(0, i) + 0.5 * outputs.upper(0, i));
    return middles;
  }

  /** Whether the left side is below 0 for all outputs in the enclosure. */
  private static boolean holds(OutputConstraint constraint, Bounds outputs) {
    double largest = Math.nextUp(constraint.constant());
    for (int i = 0; i < outputs.width(); i++) {
      double c = constraint.coefficient(i);
      double value = c > 0 ? outputs.upper(0, i) : outputs.lower(0, i);
      largest = Outward.addUp(largest, Outward.mulUp(c, value));
    }
    return largest < 0;
  }

  /** The float32 point next to a point, inside the box; where no float fits, the double itself. */
  private static double[] stored(BoxBatch box, double[] near) {
    double[] point = new double[near.length];
    for (int i = 0; i < point.length; i++) {
      double lower = box.lower(0, i);
      double upper = box.upper(0, i);
      double lowest = Outward.floatUp(Math.nextUp(lower));
      double highest = Outward.floatDown(Math.nextDown(upper));
      point[i] =
          lowest <= highest
              ? Math.max(lowest, Math.min(highest, Outward.floatNearest(near[i])))
              : Math.max(lower, Math.min(upper, near[i]));
    }
    return point;
  }

  @Override
  public void close() {
    check.close();
  }
}
