package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.training.Parameters;
import dev.hasse.format.onnx.OnnxReader;
import dev.hasse.format.onnx.OnnxWriter;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  private static final String CONVOLUTIONS = "1x9x7,conv3k4s2p1,conv2k3,dense5,dense4";

  @TempDir private Path folder;

  @Test
  void countsAreDenseLayers() {
    Network network = Architecture.parse("784,256,10").network("net");
    assertEquals(List.of("input", "dense_1", "relu_1", "dense_2"), names(network));
    assertEquals(784, network.inputs());
    assertEquals(256, network.node(2).size());
    assertEquals(10, network.outputs());
    assertEquals(names(network), names(Architecture.parse("784,dense256, dense10").network("net")));
  }

  @Test
  void convolutionsHaveTheShapesOfTheirWindows() {
    Network network = Architecture.parse(CONVOLUTIONS).network("net");
    assertEquals(
        List.of("input", "conv_1", "relu_1", "conv_2", "relu_2", "dense_3", "relu_3", "dense_4"),
        names(network));
    // (9 + 2 - 4) / 2 + 1 = 4 and (7 + 2 - 4) / 2 + 1 = 3; then 2 and 1.
    assertEquals(3 * 4 * 3, network.node(1).size());
    assertEquals(2 * 2 * 1, network.node(3).size());
  }

  /** Also a convolution of one channel to one, which looks like a pooling before it is trained. */
  @Test
  void everyLayerIsTrained() throws Exception {
    LabelledSamples samples = new LabelledSamples(16, new float[32], new int[] {0, 1});
    TrainingOptions options = TrainingOptions.standard(1, 2, new StepOptions(0.1), 1);
    int count = TrainingCase.train("1x4x4,conv1k2,conv1k2,2", samples, options).values().length;
    assertEquals((4 + 1) + (4 + 1) + 2 * (4 + 1), count);
  }

  @Test
  void aTrainedNetworkHasItsParametersAndGoesThroughOnnx() throws Exception {
    Network empty = Architecture.parse(CONVOLUTIONS).network("net");
    Parameters parameters = Parameters.of(empty, node -> node.op() instanceof Affine);
    float[] values = Initialization.IBP.draw(parameters, 3);
    for (Parameters.Place place : parameters.places()) {
      for (int k = 0; k < place.biasCount(); k++) {
        values[place.bias() + k] = k + 0.5f;
      }
    }
    Network network = TrainedNetwork.of(parameters, values, "net");
    assertArrayEquals(values, floats(network));
    OnnxWriter.write(network, folder.resolve("net.onnx"));
    assertArrayEquals(values, floats(OnnxReader.read(folder.resolve("net.onnx"))));
  }

  /** In the order of {@link Parameters}. */
  private static float[] floats(Network network) {
    List<Double> all = new ArrayList<>();
    for (Node node : network.nodes()) {
      if (node.op() instanceof Dense map) {
        for (double weight : map.weights().values()) {
          all.add(weight);
        }
        for (int k = 0; k < map.outputs(); k++) {
          all.add(map.bias(k));
        }
      } else if (node.op() instanceof Convolution map) {
        for (double weight : map.weights()) {
          all.add(weight);
        }
        for (int k = 0; k < map.outputChannels(); k++) {
          all.add(map.channelBias(k));
        }
      }
    }
    float[] result = new float[all.size()];
    for (int k = 0; k < result.length; k++) {
      result[k] = all.get(k).floatValue();
    }
    return result;
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(Node::name).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "784 | '784' is one size",
        "4,0,3 | '0' is no count",
        "4,x,3 | 'x' is no count and no layer",
        "4,-1 | '-1' is no count",
        "dense4,3 | 'dense4' is no input",
        "4,conv2k3,3 | 'conv2k3' is over flat values",
        "1x4x4,conv2k5,3 | a kernel of 5 over 4 pixels",
        "1x4x4,conv2k2p2,3 | pads more than its kernel covers",
        "1x4x4,conv2k0,3 | 'conv2k0' is no count",
        "1x4x4,conv2k2 | ends with a convolution",
        "1x0x4,3 | '1x0x4' is no count",
        "2,2000000000,2 | '2000000000' is no count",
        "2,200000000,2 | more than 100000000 parameters",
        "99999x99999x9,2 | more than 2^31 values",
      })
  void refusesWhatItCannotRead(String text, String named) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Architecture.parse(text));
    assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
  }
}
