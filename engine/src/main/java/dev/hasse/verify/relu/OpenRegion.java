package dev.hasse.verify.relu;

import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.verify.Question;
import java.util.List;
import java.util.Optional;

/**
 * A part of a question's box, cut out by signs of ReLUs, in which counterexamples to some
 * conjunctions are not excluded.
 *
 * @param question whose box it is a part of
 * @param open the conjunctions that are left
 * @param lower of the pre-activations of each ReLU layer; null before the first bounds
 * @param upper of the same
 * @param parameters of the row that is furthest from closing, by ReLU layer; null at first
 * @param split the neuron to split, or none where no sign is open
 * @param bound how far the worst conjunction is from excluded: at most 0
 * @param trail how it came about
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record OpenRegion(
    Question question,
    List<List<OutputConstraint>> open,
    float[][] lower,
    float[][] upper,
    float[][] parameters,
    Optional<Neuron> split,
    double bound,
    Trail trail) {

  /** The whole box. */
  static OpenRegion whole(Question question) {
    return new OpenRegion(
        question,
        question.conjunctions(),
        null,
        null,
        null,
        Optional.empty(),
        Double.NEGATIVE_INFINITY,
        Trail.START);
  }

  /** The part where a neuron's pre-activation is at least 0, or at most 0. */
  OpenRegion child(Neuron neuron, boolean active) {
    float[][] low = lower.clone();
    float[][] high = upper.clone();
    float[][] start = parameters.clone();
    int layer = neuron.layer();
    float[][] changed = active ? low : high;
    changed[layer] = changed[layer].clone();
    changed[layer][neuron.index()] = 0;
    start[layer] = start[layer].clone();
    start[layer][neuron.index()] = 0; // from here on a multiplier
    return new OpenRegion(question, open, low, high, start, Optional.empty(), bound, trail.split());
  }

  /** With other bounds of the pre-activations. */
  OpenRegion with(float[][] newLower, float[][] newUpper) {
    return new OpenRegion(question, open, newLower, newUpper, parameters, split, bound, trail);
  }

  /** With another trail. */
  OpenRegion with(Trail other) {
    return new OpenRegion(question, open, lower, upper, parameters, split, bound, other);
  }

  /** With other conjunctions. */
  OpenRegion with(List<List<OutputConstraint>> conjunctions) {
    return new OpenRegion(question, conjunctions, lower, upper, parameters, split, bound, trail);
  }

  /** With a neuron to split. */
  OpenRegion with(Optional<Neuron> neuron) {
    return new OpenRegion(question, open, lower, upper, parameters, neuron, bound, trail);
  }

  /** Number of neurons whose sign is not known. */
  int unstable() {
    int unstable = 0;
    for (int layer = 0; layer < lower.length; layer++) {
      for (int i = 0; i < lower[layer].length; i++) {
        unstable += isUnstable(layer, i) ? 1 : 0;
      }
    }
    return unstable;
  }

  /** Number of neurons with a bound that is 0: signs that were decided. */
  int decided() {
    int decided = 0;
    for (int layer = 0; layer < lower.length; layer++) {
      for (int i = 0; i < lower[layer].length; i++) {
        decided += lower[layer][i] == 0 || upper[layer][i] == 0 ? 1 : 0;
      }
    }
    return decided;
  }

  boolean isUnstable(int layer, int index) {
    return lower[layer][index] < 0 && upper[layer][index] > 0;
  }
}
