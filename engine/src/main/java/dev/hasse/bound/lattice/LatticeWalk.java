package dev.hasse.bound.lattice;

import java.util.List;

/**
 * One box's walk down the lattice: the steps from the top on, each tighter than those before or as
 * tight.
 *
 * @param steps at least the top
 * @param ends of each leg, the number of the step that it ended at
 */
public record LatticeWalk(List<WalkStep> steps, List<Integer> ends) {
  public LatticeWalk {
    steps = List.copyOf(steps);
    ends = List.copyOf(ends);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a walk without a step");
    }
  }

  public WalkStep top() {
    return steps.get(0);
  }

  /** Where a leg ended; where it took no step, that is where the one before it did. */
  public WalkStep end(int leg) {
    return steps.get(ends.get(leg));
  }

  public WalkStep last() {
    return steps.get(steps.size() - 1);
  }
}
