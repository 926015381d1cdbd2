package dev.hasse.kernels.opencl;

import dev.hasse.network.Select;
import java.util.Arrays;

/** Index maps as the device wants them: for each column of the result the column it comes from. */
final class Columns {
  private Columns() {}

  /** From inputs to outputs; -1 for outputs that are zero. */
  static float[] sources(Select select) {
    float[] sources = new float[select.outputs()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = select.source(i);
    }
    return sources;
  }

  /** From outputs to inputs; -1 for inputs that are not used. */
  static float[] targets(Select select) {
    float[] targets = new float[select.inputs()];
    Arrays.fill(targets, -1);
    for (int i = 0; i < select.outputs(); i++) {
      if (select.source(i) != Select.ZERO) {
        targets[select.source(i)] = i;
      }
    }
    return targets;
  }

  /** Lacks its target. */
  static Launch gather(int count, int width, int widthBefore, Block from, Block columns) {
    return Launch.elements(Verb.GATHER, count, width).depth(widthBefore).first(from).index(columns);
  }
}
