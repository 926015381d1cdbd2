package dev.hasse.kernels.cuda;

import dev.hasse.network.Dense;

/** The weights of a dense map as products want them: W and its transpose, padded. */
final class TrainedMatrix {
  private final int inputs;
  private final int outputs;
  private final long transposed;
  private final DeviceBlock block;

  /** Makes room; {@link #refresh} fills it. */
  TrainedMatrix(DeviceQueue queue, Dense map) {
    this.inputs = map.inputs();
    this.outputs = map.outputs();
    this.transposed = Layout.matrixBytes(outputs, inputs);
    this.block = queue.take(transposed + Layout.matrixBytes(inputs, outputs));
  }

  /**
   * Takes the weights as they are now.
   *
   * @param weights where they are, {@code outputs x inputs} without padding
   */
  void refresh(DeviceQueue queue, long weights) {
    layOut(queue, weights, outputs, inputs, inputs, 1, weights());
    layOut(queue, weights, inputs, outputs, 1, inputs, transposed());
  }

  private static void layOut(
      DeviceQueue queue,
      long weights,
      int rows,
      int columns,
      int rowStride,
      int columnStride,
      long to) {
    queue
        .launch(Kernel.LAY_OUT_WEIGHTS)
        .pointer(weights)
        .integer(rows)
        .integer(columns)
        .integer(rowStride)
        .integer(columnStride)
        .pointer(to)
        .integer(Layout.leading(columns))
        .over(rows, columns);
  }

  /** W, {@code outputs x inputs}. */
  long weights() {
    return block.at(0);
  }

  /** W transposed, {@code inputs x outputs}. */
  long transposed() {
    return block.at(transposed);
  }
}
