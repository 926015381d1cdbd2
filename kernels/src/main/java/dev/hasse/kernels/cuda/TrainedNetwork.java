package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import java.nio.FloatBuffer;

/** A network's parameters as they are now, on one device; read by all training lanes there. */
final class TrainedNetwork implements AutoCloseable {
  private final CudaDevice device;
  private final Parameters parameters;
  private final DeviceQueue queue;
  private final DeviceBlock vector;
  private final TrainedMap[] maps;
  private final DeviceSelect[] selects;

  /** Uploads the network's own values. */
  TrainedNetwork(CudaDevice device, Parameters parameters, WeightVector weights) {
    Network network = parameters.network();
    this.device = device;
    this.parameters = parameters;
    this.queue = new DeviceQueue(device);
    this.maps = new TrainedMap[network.nodes().size()];
    this.selects = new DeviceSelect[maps.length];
    try {
      this.vector = queue.take((long) weights.values().length * Float.BYTES);
      Transfers.uploadFloats(queue, vector.start(), weights.values());
      for (Node node : network.nodes()) {
        if (node.op() instanceof Affine map) {
          maps[node.id()] = map(node, map, weights.start(node));
          maps[node.id()].refresh(queue);
        }
        if (node.op() instanceof Select select) {
          selects[node.id()] = new DeviceSelect(queue, select);
        }
      }
      queue.endUploads(); // other streams read what was uploaded
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  private TrainedMap map(Node node, Affine map, WeightVector.Start start) {
    return new TrainedMap(
        queue, map, parameters.place(node), at(start.weights()), at(start.bias()));
  }

  private long at(int number) {
    return vector.at((long) number * Float.BYTES);
  }

  /**
   * Puts the upload of other parameters into the stream. The lanes' streams must have nothing left
   * to do, and get nothing before {@link #await}.
   */
  void load(FloatBuffer values) {
    queue.enter();
    Transfers.uploadFloats(queue, vector.start(), values, parameters.count());
    for (TrainedMap map : maps) {
      if (map != null && map.place().isPresent()) {
        map.refresh(queue);
      }
    }
  }

  /** Waits until the parameters are there. */
  void await() {
    queue.enter();
    queue.synchronize();
  }

  CudaDevice device() {
    return device;
  }

  Parameters parameters() {
    return parameters;
  }

  /** Of a node that is an affine map. */
  TrainedMap map(Node node) {
    return maps[node.id()];
  }

  /** Of a node that is an index map. */
  DeviceSelect select(Node node) {
    return selects[node.id()];
  }

  @Override
  public void close() {
    queue.close();
  }
}
