package dev.hasse.cli;

import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.bound.lattice.WalkLeg;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of {@code gap} down the lattice: to the element, to the bottom.
 *
 * @param legs the last one ends at the bottom
 * @param elementLeg the leg that ends at the element
 */
record GapPlan(List<WalkLeg> legs, int elementLeg) {
  GapPlan {
    legs = List.copyOf(legs);
  }

  /**
   * @param inSteps whether to go down the ranking of the neurons wherever no other way is said
   */
  static GapPlan of(Network network, ElementChoice element, boolean inSteps) {
    boolean bottom = element.kind() == ElementChoice.Kind.BOTTOM;
    List<WalkLeg> legs = new ArrayList<>();
    if (!bottom) {
      legs.add(element.leg(network));
    }
    if (inSteps) {
      legs.add(WalkLeg.byScore());
    }
    legs.add(WalkLeg.to(RelaxationElement.bottom(network)));
    return new GapPlan(legs, bottom ? legs.size() - 1 : 0);
  }
}
