package dev.hasse.kernels.cuda;

import dev.hasse.compute.FloatAffine;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;

/** A network's maps on one device; read by all lanes there, changed by none. */
final class DeviceNetwork implements AutoCloseable {
  private final CudaDevice device;
  private final DeviceQueue queue;
  private final DeviceAffine[] affine;
  private final DeviceSelect[] selects;

  /**
   * Uploads.
   *
   * @param maps one entry a node, null where the node is no affine map
   */
  DeviceNetwork(CudaDevice device, Network network, FloatAffine[] maps) {
    this.device = device;
    this.queue = new DeviceQueue(device);
    this.affine = new DeviceAffine[maps.length];
    this.selects = new DeviceSelect[maps.length];
    try {
      for (Node node : network.nodes()) {
        int id = node.id();
        affine[id] = maps[id] == null ? null : new DeviceAffine(queue, maps[id]);
        selects[id] = node.op() instanceof Select select ? new DeviceSelect(queue, select) : null;
      }
      queue.endUploads(); // other streams read what was uploaded
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  CudaDevice device() {
    return device;
  }

  DeviceAffine affine(Node node) {
    return affine[node.id()];
  }

  DeviceSelect select(Node node) {
    return selects[node.id()];
  }

  @Override
  public void close() {
    queue.close();
  }
}
