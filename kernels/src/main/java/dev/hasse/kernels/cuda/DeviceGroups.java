package dev.hasse.kernels.cuda;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

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
    int[] start = new int[count + 1];
    for (int group : groups) {
      start[group + 1]++;
    }
    Arrays.parallelPrefix(start, Integer::sum);
    int[] order =
        IntStream.range(0, groups.length)
            .boxed()
            .sorted(Comparator.comparingInt(sample -> groups[sample])) // stable
            .mapToInt(Integer::intValue)
            .toArray();
    return new DeviceGroups(
        upload.of(floats(groups)), upload.of(floats(order)), upload.of(floats(start)));
  }

  private static float[] floats(int[] numbers) {
    float[] result = new float[numbers.length];
    for (int k = 0; k < numbers.length; k++) {
      result[k] = numbers[k];
    }
    return result;
  }

  void requireRows(DeviceValues rows, int each, DeviceBox x) {
    rows.require((start.rows() - 1) * each, x.width());
    ofSample.require(x.samples(), 1);
  }
}
