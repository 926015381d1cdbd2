package dev.hasse.verify.relu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.RandomNetwork;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.numeric.Outward;
import dev.hasse.verify.Question;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-activations bounded by splits of their own, against points evaluated without rounding. */
final class DeepBoundsTest {
  private static final int NETWORKS = 80;
  private static final int SIDE = 7;

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void everyPointStaysWithinTighterBounds(String backendName) {
    int tighter = 0;
    int deeper = 0;
    try (ComputeBackend backend = AvailableBackend.open(backendName)) {
      for (int number = 0; number < NETWORKS; number++) {
        String name = "deep " + number;
        Numbers numbers = new Numbers(name);
        Network network = RandomNetwork.of(name, 2, Style.DOUBLES);
        if (network.nodes().stream().noneMatch(node -> node.op() instanceof Relu)) {
          continue;
        }
        double[] center = numbers.vector(2, Style.DOUBLES);
        BoxBatch box =
            BoxBatch.single(
                new double[] {center[0] - 1, center[1] - 1},
                new double[] {center[0] + 1, center[1] + 1});
        try (Session session = backend.load(network);
            BoundAnalysis analysis = new BoundAnalysis(session)) {
          OpenRegion whole = whole(analysis, box);
          OpenRegion shallow = new DeepBounds(analysis).of(whole, 0);
          OpenRegion deep = new DeepBounds(analysis).of(shallow, 2);
          checkPoints(network, box, shallow, name);
          checkPoints(network, box, deep, name);
          tighter += tighter(whole, shallow);
          deeper += tighter(shallow, deep);
        }
      }
    }
    assertTrue(tighter > 50, tighter + " bounds became tighter");
    assertTrue(deeper > 50, deeper + " bounds became tighter by splits");
  }

  private static OpenRegion whole(BoundAnalysis analysis, BoxBatch box) {
    Network network = analysis.network();
    ReluLayers layers = new ReluLayers(network);
    NetworkBounds bounds = analysis.nodes(box, BoundMethod.IBP);
    float[][] lower = new float[layers.count()][];
    float[][] upper = new float[layers.count()][];
    float[][] slopes = new float[layers.count()][];
    for (int layer = 0; layer < layers.count(); layer++) {
      Node node = layers.node(layer);
      Bounds before = bounds.before(node);
      lower[layer] = new float[node.size()];
      upper[layer] = new float[node.size()];
      slopes[layer] = new float[node.size()];
      for (int i = 0; i < node.size(); i++) {
        lower[layer][i] = Outward.floatDown(before.lower(0, i));
        upper[layer][i] = Outward.floatUp(before.upper(0, i));
      }
    }
    OutputConstraint any = new OutputConstraint(new double[network.outputs()], 0);
    Question question = new Question(box, List.of(List.of(any)));
    return new OpenRegion(
        question, question.conjunctions(), lower, upper, slopes, Optional.empty(), 0, Trail.START);
  }

  private static void checkPoints(Network network, BoxBatch box, OpenRegion region, String name) {
    ExactNetwork exact = new ExactNetwork(network);
    ReluLayers layers = new ReluLayers(network);
    for (int k = 0; k < SIDE * SIDE; k++) {
      double[] point = new double[2];
      for (int i = 0; i < 2; i++) {
        double part = (i == 0 ? k % SIDE : k / SIDE) / (SIDE - 1.0);
        double at = box.lower(0, i) + part * (box.upper(0, i) - box.lower(0, i));
        point[i] = Math.max(box.lower(0, i), Math.min(box.upper(0, i), at));
      }
      Dyadic[][] values = exact.values(point);
      for (int layer = 0; layer < layers.count(); layer++) {
        Dyadic[] before = values[layers.node(layer).input()];
        for (int i = 0; i < before.length; i++) {
          boolean isWithin =
              before[i].compareTo(Dyadic.of(region.lower()[layer][i])) >= 0
                  && before[i].compareTo(Dyadic.of(region.upper()[layer][i])) <= 0;
          assertTrue(isWithin, name + ", layer " + layer + ", neuron " + i + ": " + before[i]);
        }
      }
    }
  }

  private static int tighter(OpenRegion before, OpenRegion after) {
    int count = 0;
    for (int layer = 0; layer < before.lower().length; layer++) {
      for (int i = 0; i < before.lower()[layer].length; i++) {
        count += after.lower()[layer][i] > before.lower()[layer][i] ? 1 : 0;
        count += after.upper()[layer][i] < before.upper()[layer][i] ? 1 : 0;
      }
    }
    return count;
  }
}
