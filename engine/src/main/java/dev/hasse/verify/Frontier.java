package dev.hasse.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The boxes where nothing is decided yet. Worst first, because that is where counterexamples are;
 * once there are very many, nearest to excluded first, which is where boxes go away.
 */
final class Frontier {
  private final int many;
  private final TreeSet<OpenBox> boxes =
      new TreeSet<>(Comparator.comparingDouble(OpenBox::bound).thenComparing(OpenBox::number));

  /**
   * @param many from how many boxes on the order turns
   */
  Frontier(int many) {
    this.many = many;
  }

  void add(OpenBox box) {
    boxes.add(box);
  }

  int size() {
    return boxes.size();
  }

  /** All of them, the worst first. */
  List<OpenBox> list() {
    return List.copyOf(boxes);
  }

  /** The smallest bound; 0 where there is no box. */
  double worstBound() {
    return boxes.isEmpty() ? 0 : boxes.first().bound();
  }

  /** Takes up to so many boxes out. */
  List<OpenBox> take(int most) {
    List<OpenBox> taken = new ArrayList<>(most);
    boolean crowded = boxes.size() > many;
    while (taken.size() < most && !boxes.isEmpty()) {
      taken.add(crowded ? boxes.pollLast() : boxes.pollFirst());
    }
    return taken;
  }
}
