package dev.hasse.kernels.cuda;

import dev.hasse.network.Convolution;

/**
 * A convolution on the device, in one block: its kernel as it is, and packed for it and for its
 * transpose, each with the geometry.
 */
final class DeviceConvolution {
  private final WindowGeometry forward;
  private final WindowGeometry back;
  private final Kernel backKernel;
  private final long[] starts = new long[5];
  private final DeviceBlock block;

  /**
   * Uploads.
   *
   * @param kernel as in {@link Convolution#weights()}
   */
  DeviceConvolution(DeviceQueue queue, Convolution map, float[] kernel) {
    this.forward = WindowGeometry.of(map);
    this.back = WindowGeometry.transposeOf(map);
    this.backKernel = backKernel(back.resultChannels());
    float[][] floats = {
      kernel,
      forward.packed(kernel, Kernel.INTERVAL_CONVOLUTION.grid().tileRows()),
      back.packed(kernel, backKernel.grid().tileRows())
    };
    int[][] ints = {forward.packed(), back.packed()};
    long size = 0;
    for (int part = 0; part < starts.length; part++) {
      starts[part] = size;
      int length = part < floats.length ? floats[part].length : ints[part - floats.length].length;
      size += Layout.aligned((long) length * Float.BYTES);
    }
    this.block = queue.take(size);
    for (int part = 0; part < floats.length; part++) {
      Transfers.uploadFloats(queue, block.start().plus(starts[part]), floats[part]);
    }
    for (int part = 0; part < ints.length; part++) {
      Transfers.uploadInts(queue, block.start().plus(starts[floats.length + part]), ints[part]);
    }
  }

  /** The kernel for a transpose with so many channels a group. */
  static Kernel backKernel(int channels) {
    boolean few = channels <= Kernel.BACK_CONVOLUTION_NARROW.grid().tileRows();
    return few ? Kernel.BACK_CONVOLUTION_NARROW : Kernel.BACK_CONVOLUTION;
  }

  WindowGeometry forward() {
    return forward;
  }

  WindowGeometry back() {
    return back;
  }

  /** The kernel that multiplies rows: by how many input channels a group has. */
  Kernel backKernel() {
    return backKernel;
  }

  /** The kernel as the network has it. */
  long weights() {
    return block.at(starts[0]);
  }

  long forwardWeights() {
    return block.at(starts[1]);
  }

  long backWeights() {
    return block.at(starts[2]);
  }

  long forwardGeometry() {
    return block.at(starts[3]);
  }

  long backGeometry() {
    return block.at(starts[4]);
  }
}
