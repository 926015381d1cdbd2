package dev.hasse.sweep;

import java.nio.file.Path;
import java.util.List;

/**
 * Labelled images of a plan.
 *
 * @param name in rows
 * @param images an IDX file of bytes
 * @param labels an IDX file of as many bytes
 * @param scale a byte v stands for the input v / scale
 * @param inputs which images, in this order, none twice
 */
public record PlannedDataset(
    String name, Path images, Path labels, double scale, List<InputRange> inputs) {
  /** The scale that makes a pixel of 255 one. */
  public static final double USUAL_SCALE = 255;

  public PlannedDataset {
    inputs = List.copyOf(inputs);
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("a scale of " + scale);
    }
  }
}
