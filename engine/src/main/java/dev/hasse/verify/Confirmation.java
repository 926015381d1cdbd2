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
 * the box, or to a double where no float32 fits, its outputs are enclosed in outward-rounded
 * doubles by the reference backend, and every constraint must hold on the whole enclosure.
 *
 * <p>A property as it was read has every counterexample of the one that was written, and may have a
 * few more: ends of boxes and constants were rounded, strict comparisons closed. So the point keeps
 * off the ends where there is room, and constraints must hold by more than that. Where there is
 * none, as for an input that is fixed to a decimal, the outputs are enclosed over both ends and all
 * between them: the number that was written, if there is one, is among these.
 */
public final class Confirmation implements AutoCloseable {
  private final PointCheck check;

  public Confirmation(Network network) {
    this.check = new PointCheck(network);
  }

  /** The counterexample at the float32 point next to this one, if it is one. */
  public Optional<Counterexample> confirm(Question question, double[] near) {
    double[] lower = new double[near.length];
    double[] upper = new double[near.length];
    double[] point = new double[near.length];
    for (int i = 0; i < near.length; i++) {
      point[i] = stored(question.box(), i, near[i]);
      boolean hasRoom = isInside(question.box(), i, point[i]);
      lower[i] = hasRoom ? point[i] : question.box().lower(0, i);
      upper[i] = hasRoom ? point[i] : question.box().upper(0, i);
    }
    NetworkBounds values = check.over(BoxBatch.single(lower, upper));
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

  /** The number to take for a coordinate: between the ends where there is one, a float32 if so. */
  private static double stored(BoxBatch box, int i, double near) {
    double lowest = Math.nextUp(box.lower(0, i));
    double highest = Math.nextDown(box.upper(0, i));
    double lowestFloat = Outward.floatUp(lowest);
    double highestFloat = Outward.floatDown(highest);
    if (lowestFloat <= highestFloat) {
      return clamped(Outward.floatNearest(near), lowestFloat, highestFloat);
    }
    return lowest <= highest
        ? clamped(near, lowest, highest)
        : clamped(near, box.lower(0, i), box.upper(0, i));
  }

  private static double clamped(double value, double lowest, double highest) {
    return Math.max(lowest, Math.min(highest, value));
  }

  private static boolean isInside(BoxBatch box, int i, double value) {
    return box.lower(0, i) < value && value < box.upper(0, i);
  }

  @Override
  public void close() {
    check.close();
  }
}
