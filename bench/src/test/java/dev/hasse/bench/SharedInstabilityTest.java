package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedInstabilityTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 1})
  void holdsForEveryBoxAndLayer(double share) throws BackendUnavailableException {
    SharedInstability.Made made =
        SharedInstability.of(new SharedInstability.Shape(20, 3, 40, 3, share, 0.05), 9);
    int boxes = 5;
    try (ComputeBackend backend = Backends.open("reference");
        Session session = backend.load(made.network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (BoundMethod method : BoundMethod.propagating()) {
        NetworkBounds bounds = analysis.nodes(made.boxes(boxes, 1), method);
        for (Node node : made.network().nodes()) {
          if (node.op() instanceof Relu) {
            int unstable = 0;
            for (int at = 0; at < boxes * node.size(); at++) {
              int box = at / node.size();
              int neuron = at % node.size();
              if (bounds.before(node).lower(box, neuron) < 0
                  && bounds.before(node).upper(box, neuron) > 0) {
                unstable++;
              }
            }
            assertEquals(Math.round(share * 40) * boxes, unstable, method + " " + node.name());
          }
        }
      }
    }
  }
}
