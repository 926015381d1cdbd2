package dev.hasse.compute.training;

/**
 * A matrix on a device, made by a verb of a {@link TrainingLane} and understood by that lane only:
 * {@code rows() x width()}, the activations of one node for some samples, or coefficients over
 * them, or what a loss changes by when one of these does. Valid until {@link
 * TrainingLane#release()}.
 */
public interface Values {
  int rows();

  int width();
}
