package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * Training on every GPU: a copy of the parameters on each, and a lane. One lane is enough, since a
 * step runs down and up the network without waiting for the host but where margins become losses.
 */
final class CudaTraining implements TrainingSession {
  /** Matrices over a node, of points and boxes and the gradients of both, and sums of branches. */
  private static final int VALUES_A_NEURON = 12;

  /** Rows over a node, with their gradients and those of branches. */
  private static final int ROWS_A_NEURON = 4;

  /** So many rows are more than fills any GPU, and few enough to be numbered in 32 bits. */
  private static final int MOST_ROWS = 1 << 18;

  private final Parameters parameters;
  private final List<TrainedNetwork> copies = new ArrayList<>();
  private final List<CudaTrainingLane> lanes = new CopyOnWriteArrayList<>();
  private final int[] lanesOfDevice;
  private final long bytes;

  CudaTraining(List<CudaDevice> devices, Parameters parameters) {
    this.parameters = parameters;
    this.lanesOfDevice = new int[devices.size()];
    // Not what is free now: gradients must not depend on who else uses the GPU.
    this.bytes = devices.stream().mapToLong(CudaDevice::totalBytes).min().orElseThrow() / 2;
    WeightVector weights = new WeightVector(parameters);
    try {
      for (CudaDevice device : devices) {
        copies.add(new TrainedNetwork(device, parameters, weights));
      }
    } catch (RuntimeException e) {
      copies.forEach(TrainedNetwork::close);
      throw e;
    }
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public int parallelism() {
    return copies.size();
  }

  @Override
  public int samplesPerStep(int rowsOfSample) {
    Network network = parameters.network();
    long floats = network.nodes().stream().mapToInt(Node::size).mapToLong(Layout::leading).sum();
    long perSample = floats * (VALUES_A_NEURON + (long) ROWS_A_NEURON * rowsOfSample) * Float.BYTES;
    long indexable = Layout.MOST_FLOATS / ((long) Layout.leading(network.widest()) * rowsOfSample);
    long most = Math.min(MOST_ROWS / rowsOfSample, indexable);
    return (int) Math.max(1, Math.min(most, bytes / perSample));
  }

  /** All: a GPU's kernels want many rows. */
  @Override
  public int rowsAtOnce() {
    return Integer.MAX_VALUE;
  }

  /** Lanes' streams may still read the last parameters, so they are waited for first. */
  @Override
  public void load(FloatBuffer values) {
    lanes.forEach(CudaTrainingLane::await);
    copies.forEach(copy -> copy.load(values));
    copies.forEach(TrainedNetwork::await);
  }

  /** On the device with the fewest open lanes. */
  @Override
  public synchronized TrainingLane openLane() {
    int chosen =
        IntStream.range(0, lanesOfDevice.length)
            .boxed()
            .min(Comparator.comparingInt(k -> lanesOfDevice[k]))
            .orElseThrow();
    CudaTrainingLane lane =
        new CudaTrainingLane(copies.get(chosen), closed -> laneClosed(closed, chosen));
    lanes.add(lane);
    lanesOfDevice[chosen]++;
    return lane;
  }

  private synchronized void laneClosed(CudaTrainingLane lane, int device) {
    lanes.remove(lane);
    lanesOfDevice[device]--;
  }

  /** How many lanes are open on each device. */
  synchronized List<Integer> openLanes() {
    return Arrays.stream(lanesOfDevice).boxed().toList();
  }

  /** Throws what only closing met, after everything was given back. */
  @Override
  public void close() {
    copies.forEach(TrainedNetwork::close);
    copies.forEach(copy -> copy.device().status().throwUnseen());
  }
}
