package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.Box;

/**
 * Boxes of a training lane, or the gradient by them.
 *
 * @param radius of the same shape
 */
record DeviceBox(DeviceValues centre, DeviceValues radius) {
  DeviceBox {
    radius.requireShapeOf(centre);
  }

  static DeviceBox of(Box box) {
    return new DeviceBox(DeviceValues.of(box.centre()), DeviceValues.of(box.radius()));
  }

  /** So many boxes from one on, in the same memory. */
  DeviceBox part(int from, int count) {
    return new DeviceBox(centre.part(from, count), radius.part(from, count));
  }

  Box box() {
    return new Box(centre, radius);
  }

  int samples() {
    return centre.rows();
  }

  int width() {
    return centre.width();
  }

  /** How many of some rows each sample has. */
  int rowsOfEach(DeviceValues rows) {
    int each = samples() == 0 ? 0 : rows.rows() / samples();
    rows.require(each * samples(), width());
    return each;
  }
}
