package dev.hasse.train;

/**
 * Points with their classes: what training learns from. Takes both arrays over; the caller must not
 * change them afterwards.
 */
public final class LabelledSamples {
  private final int width;
  private final float[] inputs;
  private final int[] labels;

  /**
   * @param width values a sample
   * @param inputs {@code [sample][value]} flat, finite, already scaled as the network expects them
   * @param labels {@code [sample]} classes, counted from 0
   * @throws IllegalArgumentException if there is no sample, the sizes differ, a value is not finite
   *     or a label is negative
   */
  public LabelledSamples(int width, float[] inputs, int[] labels) {
    if (width < 1 || labels.length < 1 || inputs.length != (long) width * labels.length) {
      throw new IllegalArgumentException(
          inputs.length
              + " values for "
              + labels.length
              + " labels and samples of "
              + width
              + " values");
    }
    for (int i = 0; i < inputs.length; i++) {
      if (!Float.isFinite(inputs[i])) {
        throw new IllegalArgumentException(
            "value " + i % width + " of sample " + i / width + " is " + inputs[i]);
      }
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "label " + i + " is " + labels[i] + ", expected 0 or more");
      }
    }
    this.width = width;
    this.inputs = inputs;
    this.labels = labels;
  }

  /** Number of samples. */
  public int count() {
    return labels.length;
  }

  /** Values a sample. */
  public int width() {
    return width;
  }

  public int label(int sample) {
    return labels[sample];
  }

  public float value(int sample, int index) {
    return inputs[sample * width + index];
  }

  /** Copies one sample's values to {@code target}, from {@code offset} on. */
  void copyTo(int sample, float[] target, int offset) {
    System.arraycopy(inputs, sample * width, target, offset, width);
  }
}
