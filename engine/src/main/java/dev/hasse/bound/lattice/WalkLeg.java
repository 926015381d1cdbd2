package dev.hasse.bound.lattice;

import java.util.List;
import java.util.Optional;

/** One part of a walk down the lattice: which elements come next. Legs hold for every box. */
public sealed interface WalkLeg {
  /**
   * The next element, below {@code at}.
   *
   * @param at where the walk is
   * @param ranking the neurons that the box leaves unstable, the one whose linearisation costs most
   *     first
   * @param timeIsUp whether the time of the leg, or of the box, is over
   * @return empty at the end of the leg
   */
  Optional<RelaxationElement> next(RelaxationElement at, List<Neuron> ranking, boolean timeIsUp);

  /** Wall time since the walk's first step at which the leg ends; infinity for none. */
  default double seconds() {
    return Double.POSITIVE_INFINITY;
  }

  /** One step to an element: to what is exact already and what it keeps exact. */
  static WalkLeg to(RelaxationElement element) {
    return new To(element);
  }

  /** One step: so many neurons of the ranking, the first ones, become exact. */
  static WalkLeg best(int neurons) {
    return new Best(neurons);
  }

  /** Down the ranking, 1, 2, 4, ... neurons a step, until no unstable one is linearised. */
  static WalkLeg byScore() {
    return new ByScore(Double.POSITIVE_INFINITY);
  }

  /** The same until that much wall time has passed since the walk's first step. */
  static WalkLeg byScore(double seconds) {
    return new ByScore(seconds);
  }

  /** See {@link #to}. */
  record To(RelaxationElement element) implements WalkLeg {
    @Override
    public Optional<RelaxationElement> next(
        RelaxationElement at, List<Neuron> ranking, boolean timeIsUp) {
      return at.isBelow(element) ? Optional.empty() : Optional.of(at.meet(element));
    }
  }

  /** See {@link #best}. */
  record Best(int neurons) implements WalkLeg {
    public Best {
      if (neurons < 0) {
        throw new IllegalArgumentException("the best " + neurons + " neurons");
      }
    }

    @Override
    public Optional<RelaxationElement> next(
        RelaxationElement at, List<Neuron> ranking, boolean timeIsUp) {
      List<Neuron> best = ranking.subList(0, Math.min(neurons, ranking.size()));
      return best.stream().allMatch(at::isExact) ? Optional.empty() : Optional.of(at.with(best));
    }
  }

  /** See {@link #byScore(double)}. */
  record ByScore(double seconds) implements WalkLeg {
    public ByScore {
      if (!(seconds > 0)) {
        throw new IllegalArgumentException("a walk of " + seconds + " s");
      }
    }

    @Override
    public Optional<RelaxationElement> next(
        RelaxationElement at, List<Neuron> ranking, boolean timeIsUp) {
      List<Neuron> left = ranking.stream().filter(neuron -> !at.isExact(neuron)).toList();
      if (left.isEmpty() || timeIsUp) {
        return Optional.empty();
      }
      int more = Math.min(left.size(), ranking.size() - left.size() + 1);
      return Optional.of(at.with(left.subList(0, more)));
    }
  }
}
