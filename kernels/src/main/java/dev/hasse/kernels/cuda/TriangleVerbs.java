package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Box;

/** ReLUs of training on values, boxes and rows, and their ways back. */
final class TriangleVerbs {
  private final DeviceQueue queue;
  private final TrainingMemory memory;

  TriangleVerbs(DeviceQueue queue, TrainingMemory memory) {
    this.queue = queue;
    this.memory = memory;
  }

  DeviceValues relu(DeviceValues x) {
    DeviceValues y = memory.like(x);
    queue
        .launch(Kernel.FORWARD_RELU)
        .pointer(x.at())
        .integer(x.leading())
        .integer(x.rows())
        .pointer(y.at())
        .over(x.rows(), x.width());
    return y;
  }

  DeviceValues reluBack(DeviceValues x, DeviceValues gradient) {
    gradient.requireShapeOf(x);
    DeviceValues result = memory.like(x);
    queue
        .launch(Kernel.RELU_BACK)
        .pointer(x.at())
        .pointer(gradient.at())
        .integer(x.leading())
        .integer(x.rows())
        .pointer(result.at())
        .over(x.rows(), x.width());
    return result;
  }

  Box boxes(DeviceValues points, float radius, float least, float most) {
    DeviceBox result = like(points);
    queue
        .launch(Kernel.POINT_BOXES)
        .pointer(points.at())
        .integer(points.leading())
        .integer(points.rows())
        .integer(points.width())
        .single(radius)
        .single(least)
        .single(most)
        .box(result)
        .over(points.rows(), points.width());
    return result.box();
  }

  Box relu(DeviceBox x) {
    DeviceBox y = like(x.centre());
    queue
        .launch(Kernel.BOX_RELU)
        .box(x)
        .integer(x.centre().leading())
        .integer(x.samples())
        .box(y)
        .over(x.samples(), x.width());
    return y.box();
  }

  Box reluBack(DeviceBox x, DeviceBox gradient) {
    gradient.centre().requireShapeOf(x.centre());
    DeviceBox result = like(x.centre());
    queue
        .launch(Kernel.BOX_RELU_BACK)
        .box(x)
        .box(gradient)
        .integer(x.centre().leading())
        .integer(x.samples())
        .box(result)
        .over(x.samples(), x.width());
    return result.box();
  }

  private DeviceBox like(DeviceValues x) {
    return new DeviceBox(memory.like(x), memory.like(x));
  }

  DeviceValues relax(DeviceValues rows, DeviceValues constants, DeviceBox x) {
    int each = x.rowsOfEach(rows);
    constants.require(rows.rows(), 1);
    DeviceValues result = memory.like(rows);
    queue
        .launch(Kernel.RELAX_ROWS)
        .pointer(rows.at())
        .integer(rows.leading())
        .integer(rows.rows())
        .integer(each)
        .box(x)
        .pointer(result.at())
        .pointer(constants.at())
        .over(rows.rows(), rows.width());
    return result;
  }

  DeviceValues relaxBack(
      DeviceValues rows, DeviceValues by, DeviceValues byConstants, DeviceBox x, DeviceBox ofBox) {
    int each = x.rowsOfEach(rows);
    by.requireShapeOf(rows);
    byConstants.require(rows.rows(), 1);
    ofBox.centre().requireShapeOf(x.centre());
    DeviceValues result = memory.like(rows);
    queue
        .launch(Kernel.RELAX_ROWS_BACK)
        .pointer(rows.at())
        .pointer(by.at())
        .pointer(byConstants.at())
        .integer(rows.leading())
        .integer(x.samples())
        .integer(each)
        .box(x)
        .box(ofBox)
        .pointer(result.at())
        .over(x.samples(), x.width());
    return result;
  }

  DeviceValues concretize(DeviceValues rows, DeviceBox x) {
    return least(rows, x.rowsOfEach(rows), 0, x);
  }

  /**
   * @param each rows of a sample
   * @param groups whose rows a sample has
   */
  DeviceValues concretizeShared(DeviceValues rows, int each, DeviceGroups groups, DeviceBox x) {
    groups.requireRows(rows, each, x);
    return least(rows, each, groups.ofSample().at(), x);
  }

  private DeviceValues least(DeviceValues rows, int each, long groups, DeviceBox x) {
    int count = x.samples() * each;
    DeviceValues result = memory.take(count, 1);
    queue
        .launch(Kernel.LEAST_OF_ROWS)
        .pointer(rows.at())
        .integer(rows.leading())
        .integer(count)
        .integer(each)
        .pointer(groups)
        .box(x)
        .pointer(result.at())
        .over(count, rows.width());
    return result;
  }

  /** The way back. */
  DeviceValues concretizeBack(DeviceValues rows, DeviceValues by, DeviceBox x) {
    int each = x.rowsOfEach(rows);
    by.require(rows.rows(), 1);
    DeviceValues result = memory.like(rows);
    queue
        .launch(Kernel.LEAST_OF_ROWS_BACK)
        .pointer(rows.at())
        .pointer(by.at())
        .integer(rows.leading())
        .integer(x.samples())
        .integer(each)
        .integer(x.width())
        .box(x)
        .pointer(result.at())
        .over(x.samples(), x.width());
    return result;
  }

  /** The way back by rows. */
  DeviceValues concretizeSharedBack(
      DeviceValues rows, int each, DeviceGroups groups, DeviceValues by, DeviceBox x) {
    groups.requireRows(rows, each, x);
    by.require(x.samples() * each, 1);
    DeviceValues result = memory.like(rows);
    queue
        .launch(Kernel.LEAST_OF_SHARED_ROWS_BACK)
        .pointer(rows.at())
        .pointer(by.at())
        .integer(rows.leading())
        .integer(rows.rows())
        .integer(each)
        .integer(x.width())
        .pointer(groups.order().at())
        .pointer(groups.start().at())
        .box(x)
        .pointer(result.at())
        .over(rows.rows(), rows.width());
    return result;
  }

  /** The way back by boxes, whose gradient is added to. */
  void addSharedBoxGradient(
      DeviceValues rows, int each, DeviceGroups groups, DeviceValues by, DeviceBox ofBox) {
    groups.requireRows(rows, each, ofBox);
    by.require(ofBox.samples() * each, 1);
    queue
        .launch(Kernel.LEAST_OF_SHARED_BOXES_BACK)
        .pointer(rows.at())
        .pointer(by.at())
        .integer(rows.leading())
        .integer(ofBox.samples())
        .integer(each)
        .integer(ofBox.width())
        .pointer(groups.ofSample().at())
        .box(ofBox)
        .over(ofBox.samples(), ofBox.width());
  }
}
