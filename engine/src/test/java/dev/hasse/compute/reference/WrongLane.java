package dev.hasse.compute.reference;

import dev.hasse.compute.Lane;
import dev.hasse.compute.training.TrainingLane;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A deliberate fault in the reference backend.
 *
 * @param fault what is wrong
 * @param lane puts the fault into a lane
 * @param training puts it into a lane of training
 */
record WrongLane(String fault, UnaryOperator<Lane> lane, UnaryOperator<TrainingLane> training) {
  /** The control: nothing wrong. */
  static final WrongLane NONE = new WrongLane("none", lane -> lane);

  WrongLane(String fault, UnaryOperator<Lane> lane) {
    this(fault, lane, UnaryOperator.identity());
  }

  /** A fault of training alone. */
  static WrongLane ofTraining(String fault, UnaryOperator<TrainingLane> training) {
    return new WrongLane(fault, UnaryOperator.identity(), training);
  }

  boolean isOfTraining() {
    return WrongTraining.all().stream().anyMatch(wrong -> wrong.fault.equals(fault));
  }

  /** All faults that the suite must find. */
  static List<WrongLane> all() {
    return Stream.of(
            WrongIntervals.all(),
            WrongRows.all(),
            WrongSlopes.all(),
            WrongRounding.all(),
            WrongOperations.all(),
            WrongPoints.all(),
            WrongTraining.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The fault with this description.
   *
   * @throws IllegalArgumentException when there is none
   */
  static WrongLane of(String fault) {
    return Stream.concat(Stream.of(NONE), all().stream())
        .filter(wrong -> wrong.fault.equals(fault))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(fault));
  }

  @Override
  public String toString() {
    return fault;
  }
}
