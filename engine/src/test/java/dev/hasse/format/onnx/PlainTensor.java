package dev.hasse.format.onnx;

import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Row-major values of a shape, for the judge {@link PlainOnnx}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlainTensor(double[] values, int... shape) {
  /** A tensor of a shape, element by element from a place of this one; -1 gives the filler. */
  PlainTensor gathered(int[] toShape, ToIntFunction<int[]> source, double filler) {
    double[] result = new double[Arrays.stream(toShape).reduce(1, (a, b) -> a * b)];
    int[] index = new int[toShape.length];
    for (int i = 0; i < result.length; i++) {
      int rest = i;
      for (int axis = toShape.length - 1; axis >= 0; axis--) {
        index[axis] = rest % toShape[axis];
        rest /= toShape[axis];
      }
      int from = source.applyAsInt(index);
      result[i] = from < 0 ? filler : values[from];
    }
    return new PlainTensor(result, toShape);
  }

  /** Where an element lies, or -1 outside. */
  int place(int... index) {
    int place = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        return -1;
      }
      place = place * shape[axis] + index[axis];
    }
    return place;
  }
}
