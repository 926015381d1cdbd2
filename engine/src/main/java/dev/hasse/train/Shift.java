package dev.hasse.train;

import java.util.Arrays;
import java.util.Random;

/**
 * Images moved at random by whole pixels, up and down and sideways, each by the same chance; what
 * comes in from outside is 0.
 *
 * @param pixels the most, 0 for none
 * @param channels of the images, {@code [channel][row][column]}
 */
public record Shift(int pixels, int channels, int rows, int columns) {
  /** Images stay as they are. */
  public static final Shift NONE = new Shift(0, 1, 1, 1);

  public Shift {
    Requirement.holds(pixels >= 0, "shift", pixels, "0 or more");
    Requirement.holds(
        pixels == 0 || (pixels < rows && pixels < columns),
        "shift",
        pixels,
        "less than the image's " + rows + " x " + columns + " pixels");
  }

  /** Moves one image in place; draws nothing where images stay. */
  void apply(float[] values, int from, Random random) {
    if (pixels == 0) {
      return;
    }
    int down = random.nextInt(2 * pixels + 1) - pixels;
    int right = random.nextInt(2 * pixels + 1) - pixels;
    int size = channels * rows * columns;
    float[] image = Arrays.copyOfRange(values, from, from + size);
    for (int k = 0; k < size; k++) {
      int row = k / columns % rows - down;
      int column = k % columns - right;
      boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
      values[from + k] = inside ? image[k - down * columns - right] : 0;
    }
  }
}
