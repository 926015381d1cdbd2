package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The verbs of training on one GPU, in float32. Each enters the queue first, puts work into its
 * stream and returns; only downloads, sums and the collection of the gradient wait. The gradient is
 * one vector on the device, as {@link Parameters} lays it out. No sum has an order that depends on
 * what ran when, so results repeat bit by bit.
 */
final class CudaTrainingLane implements TrainingLane {
  private final TrainedNetwork network;
  private final DeviceQueue queue;
  private final TrainingMemory memory;
  private final TrainingProducts products;
  private final TrainingBiases biases;
  private final TriangleVerbs triangles;
  private final DeviceBlock gradient;
  private final long gradientBytes;
  private Consumer<CudaTrainingLane> afterClosing;

  /**
   * @param network on the lane's device, not owned
   * @param afterClosing gets this, once
   */
  CudaTrainingLane(TrainedNetwork network, Consumer<CudaTrainingLane> afterClosing) {
    this.network = network;
    this.queue = new DeviceQueue(network.device());
    this.memory = new TrainingMemory(queue);
    this.products = new TrainingProducts(queue, memory);
    this.biases = new TrainingBiases(queue, memory);
    this.triangles = new TriangleVerbs(queue, memory);
    this.gradientBytes = (long) network.parameters().count() * Float.BYTES;
    this.afterClosing = afterClosing;
    try {
      this.gradient = queue.take(gradientBytes);
      clearGradient();
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  private void clearGradient() {
    if (gradientBytes > 0) {
      queue.zero(gradient.start(), gradientBytes);
    }
  }

  /** Waits until the stream has nothing left to do. */
  void await() {
    queue.enter();
    queue.synchronize();
  }

  @Override
  public void release() {
    memory.release(0);
  }

  @Override
  public int mark() {
    return memory.count();
  }

  @Override
  public void release(int mark) {
    memory.release(mark);
  }

  /** Never throws: what fails here the next verb of the device throws, or the session's end. */
  @Override
  public void close() {
    queue.close();
    afterClosing.accept(this);
    afterClosing = lane -> {};
  }

  @Override
  public Values upload(int rows, int width, float[] values) {
    queue.enter();
    DeviceValues result = memory.take(rows, width);
    Transfers.uploadMatrix(queue, result.start(), rows, width, values);
    return result;
  }

  @Override
  public Values zeros(int rows, int width) {
    queue.enter();
    DeviceValues result = memory.take(rows, width);
    if (rows > 0) {
      queue.zero(result.start(), (long) rows * result.leading() * Float.BYTES);
    }
    return result;
  }

  @Override
  public double[] download(Values values) {
    queue.enter();
    DeviceValues from = DeviceValues.of(values);
    return Transfers.downloadMatrix(queue, from.start(), from.rows(), from.width());
  }

  @Override
  public Values rows(Values values, int from, int count) {
    return DeviceValues.of(values).part(from, count);
  }

  @Override
  public void add(Values target, float factor, Values other) {
    queue.enter();
    DeviceValues to = DeviceValues.of(target);
    DeviceValues from = DeviceValues.of(other);
    from.requireShapeOf(to);
    queue
        .launch(Kernel.ADD_SCALED)
        .pointer(to.at())
        .single(factor)
        .pointer(from.at())
        .integer(to.leading())
        .integer(to.rows())
        .over(to.rows(), to.width());
  }

  @Override
  public void add(Values target, float number) {
    queue.enter();
    DeviceValues to = DeviceValues.of(target);
    queue
        .launch(Kernel.ADD_NUMBER)
        .pointer(to.at())
        .single(number)
        .integer(to.leading())
        .integer(to.rows())
        .integer(to.width())
        .over(to.rows(), to.width());
  }

  /** On the host: sums are asked for where results are waited for anyway. */
  @Override
  public double sum(Values values) {
    double sum = 0;
    for (double value : download(values)) {
      sum += value;
    }
    return sum;
  }

  @Override
  public Box boxes(Values points, float radius, float least, float most) {
    queue.enter();
    return triangles.boxes(DeviceValues.of(points), radius, least, most);
  }

  @Override
  public Values forward(Node node, Values x, Factor factor) {
    queue.enter();
    return products.forward(network.map(node), DeviceValues.of(x), factor);
  }

  @Override
  public Values back(Node node, Values y, Factor factor) {
    queue.enter();
    return products.back(network.map(node), DeviceValues.of(y), factor);
  }

  @Override
  public void addBias(Node node, Values y) {
    addBias(node, y, null);
  }

  @Override
  public Values biasProduct(Node node, Values rows) {
    queue.enter();
    return biases.product(network.map(node), DeviceValues.of(rows));
  }

  @Override
  public void addBias(Node node, Values rows, Values of) {
    queue.enter();
    biases.add(network.map(node), DeviceValues.of(rows), DeviceValues.of(of));
  }

  @Override
  public void addWeightGradient(Node node, Values y, Values x, Factor factor) {
    Optional<Parameters.Place> place = network.map(node).place();
    if (place.isPresent()) {
      queue.enter();
      products.addWeightGradient(
          network.map(node),
          DeviceValues.of(y),
          DeviceValues.of(x),
          factor,
          gradientAt(place.get().weights()));
    }
  }

  @Override
  public void addBiasGradient(Node node, Values y, Values of) {
    Optional<Parameters.Place> place = network.map(node).place();
    if (place.isPresent()) {
      queue.enter();
      biases.addGradient(
          network.map(node),
          DeviceValues.of(y),
          DeviceValues.of(of),
          gradientAt(place.get().bias()));
    }
  }

  private long gradientAt(int parameter) {
    return gradient.at((long) parameter * Float.BYTES);
  }

  @Override
  public void collectGradient(FloatBuffer target) {
    queue.enter();
    Transfers.addFloats(queue, gradient.start(), network.parameters().count(), target);
    clearGradient();
  }

  @Override
  public Values select(Node node, Values x) {
    DeviceSelect select = network.select(node);
    return select(DeviceValues.of(x), select.inputs(), select.source(), select.outputs());
  }

  /** The transpose takes from each output what it gave to it, and zero where it gave to none. */
  @Override
  public Values selectBack(Node node, Values y) {
    DeviceSelect select = network.select(node);
    return select(DeviceValues.of(y), select.outputs(), select.target(), select.inputs());
  }

  private Values select(DeviceValues x, int expected, long source, int width) {
    queue.enter();
    x.require(x.rows(), expected);
    DeviceValues y = memory.take(x.rows(), width);
    queue
        .launch(Kernel.FORWARD_SELECT)
        .pointer(x.at())
        .integer(x.leading())
        .integer(x.rows())
        .pointer(source)
        .integer(width)
        .pointer(y.at())
        .integer(y.leading())
        .over(x.rows(), width);
    return y;
  }

  @Override
  public Values relu(Values x) {
    queue.enter();
    return triangles.relu(DeviceValues.of(x));
  }

  @Override
  public Values reluBack(Values x, Values by) {
    queue.enter();
    return triangles.reluBack(DeviceValues.of(x), DeviceValues.of(by));
  }

  @Override
  public Box relu(Box x) {
    queue.enter();
    return triangles.relu(DeviceBox.of(x));
  }

  @Override
  public Box reluBack(Box x, Box by) {
    queue.enter();
    return triangles.reluBack(DeviceBox.of(x), DeviceBox.of(by));
  }

  @Override
  public Values relax(Values rows, Values constants, Box x) {
    queue.enter();
    return triangles.relax(DeviceValues.of(rows), DeviceValues.of(constants), DeviceBox.of(x));
  }

  @Override
  public Values relaxBack(Values rows, Values by, Values ofConstants, Box x, Box ofBox, int from) {
    queue.enter();
    DeviceBox boxes = DeviceBox.of(x);
    return triangles.relaxBack(
        DeviceValues.of(rows),
        DeviceValues.of(by),
        DeviceValues.of(ofConstants),
        boxes,
        DeviceBox.of(ofBox).part(from, boxes.samples()));
  }

  @Override
  public Values concretize(Values rows, Box x) {
    queue.enter();
    return triangles.concretize(DeviceValues.of(rows), DeviceBox.of(x));
  }

  @Override
  public Values concretizeBack(Values rows, Values by, Box x) {
    queue.enter();
    return triangles.concretizeBack(DeviceValues.of(rows), DeviceValues.of(by), DeviceBox.of(x));
  }

  @Override
  public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
    queue.enter();
    return triangles.concretizeShared(
        DeviceValues.of(rows), each, groups(rows, each, groups), DeviceBox.of(x));
  }

  @Override
  public Values concretizeSharedBack(
      Values rows, int each, int[] groups, Values by, Box x, Box ofBox, int from) {
    queue.enter();
    DeviceBox boxes = DeviceBox.of(x);
    DeviceGroups shared = groups(rows, each, groups);
    DeviceValues over = DeviceValues.of(rows);
    DeviceValues gradient = DeviceValues.of(by);
    if (ofBox != null) {
      DeviceBox part = DeviceBox.of(ofBox).part(from, boxes.samples());
      triangles.addSharedBoxGradient(over, each, shared, gradient, part);
    }
    return triangles.concretizeSharedBack(over, each, shared, gradient, boxes);
  }

  private DeviceGroups groups(Values rows, int each, int[] groups) {
    return DeviceGroups.of(
        rows.rows() / each, groups, numbers -> DeviceValues.of(upload(numbers.length, 1, numbers)));
  }
}
