package dev.hasse.bound.lattice;

import dev.hasse.domain.Guarantee;
import dev.hasse.numeric.Outward;
import java.util.List;

/**
 * What a walk knows of a box at one element.
 *
 * @param element where the walk was
 * @param binaries unstable neurons that the element keeps exact
 * @param linearised unstable neurons that it does not; at 0 the model is the network
 * @param seconds wall time since the walk's first step began
 * @param bounds one a row of the objectives, each the tightest so far. A row whose solve was cut
 *     off, or not begun, still has a bound; its status says so. {@code concrete} and {@code point}
 *     are the best of the whole walk
 */
public record WalkStep(
    RelaxationElement element,
    int binaries,
    int linearised,
    double seconds,
    List<LatticeBound> bounds) {
  public WalkStep {
    bounds = List.copyOf(bounds);
  }

  /** The largest distance of a row's bound to the best value met, rounded up; 0 without rows. */
  public double gap() {
    return bounds.stream()
        .mapToDouble(bound -> Outward.subUp(bound.concrete(), bound.lower()))
        .max()
        .orElse(0);
  }

  /** The weakest of the rows' guarantees. */
  public Guarantee guarantee() {
    return bounds.stream().map(LatticeBound::guarantee).reduce(Guarantee.RIGOROUS, Guarantee::and);
  }
}
