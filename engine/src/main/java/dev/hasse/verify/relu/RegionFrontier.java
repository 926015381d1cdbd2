package dev.hasse.verify.relu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The regions where nothing is decided yet. Worst first, because that is where counterexamples are;
 * once memory runs short, nearest to closing first, which is where regions go away.
 */
final class RegionFrontier {
  private final int many;
  private final TreeSet<OpenRegion> regions =
      new TreeSet<>(
          Comparator.comparingDouble(OpenRegion::bound)
              .thenComparingLong(region -> region.trail().number()));

  /**
   * @param many from how many regions on the order turns
   */
  RegionFrontier(int many) {
    this.many = many;
  }

  void add(OpenRegion region) {
    if (!regions.add(region)) {
      throw new IllegalStateException("two regions of one number: one of them would be lost");
    }
  }

  void clear() {
    regions.clear();
  }

  int size() {
    return regions.size();
  }

  /** The smallest bound; infinite where there is no region. */
  double worstBound() {
    return regions.isEmpty() ? Double.POSITIVE_INFINITY : regions.first().bound();
  }

  /** Takes up to so many regions out. */
  List<OpenRegion> take(int most) {
    List<OpenRegion> taken = new ArrayList<>(most);
    boolean crowded = regions.size() > many;
    while (taken.size() < most && !regions.isEmpty()) {
      taken.add(crowded ? regions.pollLast() : regions.pollFirst());
    }
    return taken;
  }
}
