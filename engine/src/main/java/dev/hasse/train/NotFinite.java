package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Finds where infinities and not-a-numbers begin, for the message about a training that broke. */
final class NotFinite {
  private final Parameters parameters;
  private final Network network;

  NotFinite(Parameters parameters) {
    this.parameters = parameters;
    this.network = parameters.network();
  }

  /** The first node with a value that is not finite in a vector of parameters or gradient. */
  Optional<Node> in(FloatBuffer vector) {
    for (Parameters.Place place : parameters.places()) {
      int end = place.bias() + place.biasCount();
      for (int k = place.weights(); k < end; k++) {
        if (!Float.isFinite(vector.get(vector.position() + k))) {
          return Optional.of(network.node(place.node()));
        }
      }
    }
    return Optional.empty();
  }

  /** The first node whose activations, or whose boxes where these are used, are not finite. */
  Optional<Node> among(TrainingLane lane, SampleBatch batch, LossWeights weights) {
    int last = network.output().id();
    Values samples = batch.points(lane);
    GraphPass<Values> points =
        new GraphPass<>(network, new PointVerbs(lane), samples, batch.count(), last);
    GraphPass<Box> boxes =
        weights.naturalShare() == 1
            ? null
            : new GraphPass<>(
                network, new BoxVerbs(lane), weights.boxes(lane, samples), batch.count(), last);
    Optional<Node> first = Optional.empty();
    for (int id = 0; id <= last && first.isEmpty(); id++) {
      if (!isFinite(lane, points.at(id))
          || (boxes != null
              && !(isFinite(lane, boxes.at(id).centre())
                  && isFinite(lane, boxes.at(id).radius())))) {
        first = Optional.of(network.node(id));
      }
    }
    lane.release();
    return first;
  }

  private static boolean isFinite(TrainingLane lane, Values values) {
    for (double value : lane.download(values)) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
