package dev.hasse.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A small grey image with words below it. Immutable. */
public final class Picture {
  private final int width;
  private final byte[] grey;
  private final String alternative;
  private final List<String> lines;

  /**
   * @param width in pixels
   * @param grey one byte a pixel, row by row, 0 for black; copied
   * @param alternative what somebody who does not see the image is told
   * @param lines read below the image
   * @throws IllegalArgumentException when the pixels are no full rows
   */
  public Picture(int width, byte[] grey, String alternative, List<String> lines) {
    if (width < 1 || grey.length < 1 || grey.length % width != 0) {
      throw new IllegalArgumentException(grey.length + " pixels in rows of " + width);
    }
    this.width = width;
    this.grey = grey.clone();
    this.alternative = Objects.requireNonNull(alternative, "alternative");
    this.lines = List.copyOf(lines);
  }

  int width() {
    return width;
  }

  int height() {
    return grey.length / width;
  }

  String alternative() {
    return alternative;
  }

  List<String> lines() {
    return lines;
  }

  /** The image as PNG within an address, so that it needs no file. */
  String address() throws IOException {
    BufferedImage image = new BufferedImage(width, height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height(), grey);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("this Java writes no PNG");
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
