package dev.hasse.format.onnx;

import dev.hasse.network.Affine;
import dev.hasse.network.Scale;
import java.util.List;
import java.util.Optional;

/** Batch normalisation with the statistics that training left behind. */
final class NormalizationRules {
  static final List<String> ATTRIBUTES =
      List.of("epsilon", "is_test", "momentum", "spatial", "training_mode");

  private NormalizationRules() {}

  /** Becomes part of an affine map right before it that nothing else reads, else a scale. */
  static Value batch(OperationNode node, GraphBuilder graph) throws ModelException {
    Signal signal = node.signal(0);
    Shape shape = signal.shape();
    if (shape.rank() < 2 || shape.dimension(0) != 1) {
      throw new ModelException("BatchNormalization of a signal of shape " + shape);
    }
    if (node.integer("training_mode", 0) != 0 || node.integer("spatial", 1) == 0) {
      throw new ModelException("BatchNormalization in training mode or per pixel is not supported");
    }
    BatchChannel[] channels = channels(node, shape.dimension(1));
    Optional<GraphBuilder.Source> source = graph.sourceOf(signal);
    if (source.isPresent() && node.isOnlyReader(0)) {
      Optional<Affine> folded = Folding.normalised(source.orElseThrow().affine(), channels);
      if (folded.isPresent()) {
        Signal input = source.orElseThrow().input();
        return graph.affine(node.name(), folded.orElseThrow(), input, shape);
      }
    }
    return graph.affine(node.name(), scale(channels, shape), signal, shape);
  }

  private static Scale scale(BatchChannel[] channels, Shape shape) throws ModelException {
    int perChannel = shape.elements(2, shape.rank());
    double[] factors = new double[shape.elements()];
    double[] shifts = new double[shape.elements()];
    for (int c = 0; c < channels.length; c++) {
      double factor = channels[c].factor(1);
      double shift = channels[c].shift(0);
      for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
        factors[i] = factor;
        shifts[i] = shift;
      }
    }
    return new Scale(factors, shifts, BatchChannel.relativeError(channels));
  }

  private static BatchChannel[] channels(OperationNode node, int count) throws ModelException {
    ConstantTensor gamma = node.constant(1).requireVector(count);
    ConstantTensor beta = node.constant(2).requireVector(count);
    ConstantTensor mean = node.constant(3).requireVector(count);
    ConstantTensor variance = node.constant(4).requireVector(count);
    // The default is a float in the specification too.
    double epsilon = node.real("epsilon", 1e-5f);
    BatchChannel[] channels = new BatchChannel[count];
    for (int c = 0; c < count; c++) {
      channels[c] = new BatchChannel(gamma.at(c), beta.at(c), mean.at(c), variance.at(c), epsilon);
    }
    return channels;
  }
}
