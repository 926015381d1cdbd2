package dev.hasse.format.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON of one shape: an object whose one value is a list of images, each a list of integers
 * from 0 to 255. A scanner of forty lines instead of a JSON library, for this shape only; the
 * result's digest is checked afterwards.
 */
final class PixelLists {
  private final byte[] image;
  private final List<byte[]> images = new ArrayList<>();
  private int depth;
  private int filled;
  private int number = -1;

  private PixelLists(int pixels) {
    image = new byte[pixels];
  }

  /**
   * @param json ASCII
   * @param pixels of each image; empty images are left out
   */
  static List<byte[]> parse(byte[] json, int pixels) throws IOException {
    PixelLists lists = new PixelLists(pixels);
    for (int i = 0; i < json.length; i++) {
      lists.accept((char) (json[i] & 0xFF), i);
    }
    if (lists.depth != 0) {
      throw new IOException("the JSON ends inside a list");
    }
    return lists.images;
  }

  private void accept(char c, int position) throws IOException {
    if (c == '[' && depth < 2) {
      depth++;
    } else if (c == ']' && depth > 0) {
      endNumber(position);
      endImage(position);
      depth--;
    } else if (c == ',' && depth > 0) {
      endNumber(position);
    } else if (c >= '0' && c <= '9' && depth == 2) {
      number = Math.max(number, 0) * 10 + (c - '0');
      if (number > 255) {
        throw unexpected("a pixel above 255", position);
      }
    } else if (depth > 0 && !Character.isWhitespace(c)) {
      throw unexpected("'" + c + "'", position);
    }
  }

  private void endNumber(int position) throws IOException {
    if (number >= 0) {
      if (filled == image.length) {
        throw unexpected("more than " + image.length + " pixels", position);
      }
      image[filled++] = (byte) number;
      number = -1;
    }
  }

  private void endImage(int position) throws IOException {
    if (depth == 2 && filled > 0) {
      if (filled < image.length) {
        throw unexpected("an image of " + filled + " pixels", position);
      }
      images.add(image.clone());
      filled = 0;
    }
  }

  private static IOException unexpected(String found, int position) {
    return new IOException(
        "byte " + position + ": found " + found + ", expected lists of whole images");
  }
}
