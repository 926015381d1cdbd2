package dev.hasse.bound.lattice;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property.OutputConstraint;
import java.util.List;

/**
 * Whether a region of a box has a point where a conjunction holds. The region: the box's points
 * whose pre-activations lie within given bounds.
 *
 * @param box a batch of one
 * @param lower bounds of what each ReLU node reads, {@code [ReLU node][neuron]}; a bound of 0 is
 *     taken for a sign that was decided and must be said to a solver, others follow from these
 * @param upper bounds of the same; below the lower ones where the region has no point
 * @param conjunction constraints that are to hold together, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record RegionQuestion(
    BoxBatch box, float[][] lower, float[][] upper, List<OutputConstraint> conjunction) {
  public RegionQuestion {
    if (box.count() != 1 || conjunction.isEmpty()) {
      throw new IllegalArgumentException(
          box.count() + " boxes, " + conjunction.size() + " constraints");
    }
    conjunction = List.copyOf(conjunction);
  }
}
