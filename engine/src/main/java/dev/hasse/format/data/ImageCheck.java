package dev.hasse.format.data;

import dev.hasse.format.InputFileException;
import java.nio.file.Path;

/** Whether images, and labels, fit each other and a network. */
public record ImageCheck(Path imageFile, IdxBytes images) {
  /**
   * @param inputs of the network
   * @param taken how many images are used, from the first on
   * @throws InputFileException when the images do not fit
   */
  public void require(int inputs, int taken) throws InputFileException {
    if (images.size() != inputs) {
      throw new InputFileException(
          imageFile,
          "",
          "images of %d x %d, expected %d values, one for each input of the network"
              .formatted(images.rows(), images.columns(), inputs));
    }
    if (taken > images.count()) {
      throw new InputFileException(
          imageFile, "", "%d images, fewer than the %d asked for".formatted(images.count(), taken));
    }
    if (taken == 0) {
      throw new InputFileException(imageFile, "", "no image, expected at least one");
    }
  }

  /**
   * @param outputs of the network
   * @param taken how many images are used, from the first on
   * @throws InputFileException when the labels do not fit
   */
  public void requireLabels(Path labelFile, IdxBytes labels, int outputs, int taken)
      throws InputFileException {
    if (images.count() != labels.count()) {
      throw new InputFileException(
          labelFile,
          "",
          "%d labels, expected one for each of the %d images in %s"
              .formatted(labels.count(), images.count(), imageFile));
    }
    for (int i = 0; i < taken; i++) {
      if (labels.at(i, 0) >= outputs) {
        throw new InputFileException(
            labelFile,
            "label " + i,
            "%d, expected less than the network's %d outputs".formatted(labels.at(i, 0), outputs));
      }
    }
  }
}
