package dev.hasse.kernels.cuda;

import java.util.ArrayList;
import java.util.List;

/** The values that a training lane made and has not given back. */
final class TrainingMemory {
  private final DeviceQueue queue;
  private final List<DeviceValues> taken = new ArrayList<>();

  TrainingMemory(DeviceQueue queue) {
    this.queue = queue;
  }

  /** New values; what they hold is not said. */
  DeviceValues take(int rows, int width) {
    DeviceValues values = new DeviceValues(queue, rows, width);
    taken.add(values);
    return values;
  }

  DeviceValues like(DeviceValues values) {
    return take(values.rows(), values.width());
  }

  /** How many there are. */
  int count() {
    return taken.size();
  }

  /** Gives all but the first back; kernels in the stream may still use them. */
  void release(int first) {
    List<DeviceValues> others = taken.subList(first, taken.size());
    others.forEach(DeviceValues::release);
    others.clear();
  }
}
