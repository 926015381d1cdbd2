package dev.hasse.kernels.opencl;

import dev.hasse.compute.FloatAffine;
import dev.hasse.network.Network;

/** A network's affine maps on the device, uploaded again when the device has lost its memory. */
final class SessionWeights implements AutoCloseable {
  private final FloatAffine[] maps;
  private final LaneMemory memory;
  private final DeviceWeights[] uploaded;

  SessionWeights(Network network, OpenClDevice device) {
    this.maps = FloatAffine.of(network);
    this.memory = new LaneMemory(device);
    this.uploaded = new DeviceWeights[maps.length];
    try {
      for (int id = 0; id < maps.length; id++) {
        upload(id);
      }
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  private void upload(int node) {
    uploaded[node] = maps[node] == null ? null : new DeviceWeights(maps[node], memory);
  }

  /** The map of a node, which is affine. */
  synchronized DeviceWeights of(int node) {
    if (uploaded[node].isLost()) {
      upload(node);
    }
    return uploaded[node];
  }

  @Override
  public void close() {
    memory.close();
  }
}
