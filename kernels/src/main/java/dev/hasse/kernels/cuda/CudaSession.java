package dev.hasse.kernels.cuda;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.FloatAffine;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A network's weights on every GPU.
 *
 * <p>Each GPU gets {@value #LANES_A_DEVICE} lanes, each with a stream, pinned memory and a pool of
 * its own. That is how copies and host work hide behind kernels: a lane waits for the device where
 * it must know which neurons are unstable and where it downloads, and meanwhile the kernels of the
 * other lane's stream run, and its uploads go through the copy engines. Two suffice, because one
 * chunk's kernels fill the GPU; more would only split its memory. The lanes are the workers that
 * {@code bound.ChunkRunner} gives the chunks of a batch to, so a batch spreads over all GPUs
 * without anyone knowing how many there are.
 */
final class CudaSession implements Session {
  /** One computes while the other's data move or its host thread decides. */
  static final int LANES_A_DEVICE = 2;

  private final ComputeBackend backend;
  private final Network network;
  private final List<DeviceNetwork> copies = new ArrayList<>();
  private final MemoryPlan plan;
  private final int[] lanes;

  CudaSession(ComputeBackend backend, List<CudaDevice> devices, Network network) {
    this.backend = backend;
    this.network = network;
    this.lanes = new int[devices.size()];
    FloatAffine[] maps = FloatAffine.of(network);
    try {
      for (CudaDevice device : devices) {
        copies.add(new DeviceNetwork(device, network, maps));
      }
      long free = devices.stream().mapToLong(CudaSession::freeBytes).min().orElseThrow();
      this.plan = new MemoryPlan(network, free / LANES_A_DEVICE);
    } catch (RuntimeException e) {
      copies.forEach(DeviceNetwork::close);
      throw e;
    }
  }

  private static long freeBytes(CudaDevice device) {
    device.makeCurrent();
    return device.freeBytes();
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
    return LANES_A_DEVICE * copies.size();
  }

  /** On the device with the fewest open lanes. */
  @Override
  public synchronized Lane openLane() {
    int chosen =
        IntStream.range(0, lanes.length)
            .boxed()
            .min(Comparator.comparingInt(k -> lanes[k]))
            .orElseThrow();
    Lane lane = new CudaLane(copies.get(chosen), () -> laneClosed(chosen));
    lanes[chosen]++;
    return lane;
  }

  /** How many lanes are open on each device. */
  synchronized List<Integer> openLanes() {
    return Arrays.stream(lanes).boxed().toList();
  }

  private synchronized void laneClosed(int device) {
    lanes[device]--;
  }

  @Override
  public int boxesPerChunk() {
    return plan.boxesPerChunk();
  }

  @Override
  public int smallestChunk() {
    return plan.smallestChunk();
  }

  @Override
  public int rowsPerBlock(int width) {
    return plan.rowsPerBlock(width);
  }

  @Override
  public OptionalDouble deviceSeconds() {
    return OptionalDouble.of(
        copies.stream().mapToDouble(copy -> copy.device().busySeconds().sum()).sum());
  }

  /** Throws what only closing met, after everything was given back. */
  @Override
  public void close() {
    copies.forEach(DeviceNetwork::close);
    copies.forEach(copy -> copy.device().status().throwUnseen());
  }
}
