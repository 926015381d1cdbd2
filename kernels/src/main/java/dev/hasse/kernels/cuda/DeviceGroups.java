package dev.hasse.kernels.cuda;

import dev.hasse.compute.training.SortedGroups;
import java.util.function.IntUnaryOperator;

/**
 * Whose rows samples share, on the device: numbers below 2^24, which float32 has exactly.
 *
 * @param ofSample a sample's group
 * @param order the samples, group by group
 * @param start where each group begins in {@code order}, and its end
 */
record DeviceGroups(DeviceValues ofSample, DeviceValues order, DeviceValues start) {
  /** Uploads a matrix of width 1. */
  interface Upload {
    DeviceValues of(float[] numbers);
  }

  /**
   * @param count of groups
   * @param groups one a sample
   */
  static DeviceGroups of(int count, int[] groups, Upload upload) {
    SortedGroups sorted = SortedGroups.of(count, groups);
    return new DeviceGroups(
        upload.of(floats(groups.length, sample -> groups[sample])),
        upload.of(floats(groups.length, sorted::sample)),
        upload.of(floats(count + 1, sorted::start)));
  }

  private static float[] floats(int count, IntUnaryOperator numbers) {
    float[] result = new float[count];
    for (int k = 0; k < count; k++) {
      result[k] = numbers.applyAsInt(k);
    }
    return result;
  }

  void requireRows(DeviceValues rows, int each, DeviceBox x) {
    rows.require((start.rows() - 1) * each, x.width());
    ofSample.require(x.samples(), 1);
  }
}
