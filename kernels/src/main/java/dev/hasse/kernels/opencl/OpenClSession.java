package dev.hasse.kernels.opencl;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;

/** A network's weights in the arena. Lanes share it; the device runs one launch at a time. */
final class OpenClSession implements Session {
  /** So that the host's part of a chunk runs beside the device's part of another. */
  private static final int LANES = 2;

  /** Each lane has a share for bounds and one for rows. */
  private static final int SHARES = 2 * LANES;

  private static final int MOST_BOXES = 1024;
  private static final int MOST_ROWS = 1 << 16;

  /** Floats a box and neuron: bounds, lines, magnitudes, and what is in the making. */
  private static final long PER_NEURON = 12;

  /** Floats a coefficient: a row before and after a step, on both branches of a sum. */
  private static final long PER_COEFFICIENT = 4;

  private final ComputeBackend backend;
  private final Network network;
  private final OpenClDevice device;
  private final SessionWeights weights;

  OpenClSession(ComputeBackend backend, Network network, OpenClDevice device) {
    this.backend = backend;
    this.network = network;
    this.device = device;
    network.nodes().forEach(OpenClSession::require);
    this.weights = new SessionWeights(network, device);
  }

  /** Refuses what the backend does not have, before anything is computed. */
  private static void require(Node node) {
    if (node.op() instanceof Activation && !(node.op() instanceof Relu)) {
      throw new UnsupportedOpException(node, "backend " + OpenClBackend.NAME);
    }
    if (node.size() >= ArenaKernel.INDICES) {
      throw new IllegalArgumentException(
          "node '" + node.name() + "' is too wide for backend " + OpenClBackend.NAME);
    }
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public ComputeBackend backend() {
    return backend;
  }

  @Override
  public int parallelism() {
    return LANES;
  }

  @Override
  public Lane openLane() {
    return new OpenClLane(weights, device);
  }

  @Override
  public int boxesPerChunk() {
    long neurons = network.nodes().stream().mapToLong(Node::size).sum();
    return atMost(MOST_BOXES, PER_NEURON * neurons);
  }

  @Override
  public int rowsPerBlock(int width) {
    return atMost(MOST_ROWS, PER_COEFFICIENT * width);
  }

  private int atMost(int most, long floatsOfOne) {
    return (int) Math.max(1, Math.min(most, device.limit() / SHARES / floatsOfOne));
  }

  @Override
  public void close() {
    weights.close();
  }
}
