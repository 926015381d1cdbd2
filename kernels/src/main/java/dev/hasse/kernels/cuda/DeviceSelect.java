package dev.hasse.kernels.cuda;

import dev.hasse.network.Select;
import java.util.Arrays;

/**
 * An index map on the device: for each output its input, for each input its output; -1 for none.
 */
final class DeviceSelect {
  private static final int UNUSED = -1;

  private final int inputs;
  private final int outputs;
  private final long inverse;
  private final DeviceBlock block;

  DeviceSelect(DeviceQueue queue, Select select) {
    this.inputs = select.inputs();
    this.outputs = select.outputs();
    this.inverse = Layout.aligned((long) outputs * Integer.BYTES);
    this.block = queue.take(inverse + (long) inputs * Integer.BYTES);
    int[] source = new int[outputs];
    int[] target = new int[inputs];
    Arrays.fill(target, UNUSED);
    for (int i = 0; i < outputs; i++) {
      source[i] = select.source(i);
      if (source[i] != Select.ZERO) {
        target[source[i]] = i;
      }
    }
    Transfers.uploadInts(queue, block.start(), source);
    Transfers.uploadInts(queue, block.start().plus(inverse), target);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** Input of each output, or {@link Select#ZERO}. */
  long source() {
    return block.at(0);
  }

  /** Output of each input, or -1. */
  long target() {
    return block.at(inverse);
  }
}
