package dev.hasse.train;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** What a training is, as lines that a person can compare. The number of epochs is left out. */
final class TrainingText {
  private final StringBuilder text = new StringBuilder();

  private TrainingText() {}

  static String of(Parameters parameters, LabelledSamples samples, TrainingOptions options) {
    TrainingText all = new TrainingText();
    all.line("network", network(parameters.network()));
    all.line("samples", samples.count());
    all.line("CRC-32 of the samples", HexFormat.of().toHexDigits(sum(samples), 8));
    all.line("method", options.method());
    all.line("batch", options.batch());
    all.line("seed", options.seed());
    all.line("initialization", options.initialization());
    all.line("steps", options.steps());
    all.line("robust", robust(options.robust()));
    all.line("attack", options.attack());
    all.line("shift", options.shift());
    return all.text.toString();
  }

  private void line(String name, Object value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  /** Without a balance of 0, as all checkpoints are from before there was this term. */
  private static String robust(RobustOptions options) {
    return options.toString().replace(", balance=0.0]", "]");
  }

  private static String network(Network network) {
    StringBuilder nodes = new StringBuilder();
    for (Node node : network.nodes()) {
      nodes.append(node.id() == 0 ? "" : ", ").append(node.op().label());
      nodes.append(' ').append(node.size());
      if (node.op() instanceof Convolution map) {
        nodes.append(' ').append(map.rows()).append(' ').append(map.columns());
      }
    }
    return nodes.toString();
  }

  private static long sum(LabelledSamples samples) {
    CRC32 sum = new CRC32();
    float[] values = new float[samples.width()];
    ByteBuffer bytes = ByteBuffer.allocate((samples.width() + 1) * Float.BYTES);
    for (int sample = 0; sample < samples.count(); sample++) {
      samples.copyTo(sample, values, 0);
      bytes.asFloatBuffer().put(values);
      bytes.putInt(samples.width() * Float.BYTES, samples.label(sample));
      sum.update(bytes.array());
    }
    return sum.getValue();
  }
}
