package dev.hasse.report;

import java.util.List;
import java.util.Objects;

/**
 * Images side by side.
 *
 * @param caption what they have in common, in a few words
 * @param pictures in the order they are read
 */
public record Gallery(String caption, List<Picture> pictures) implements Block {
  /** Copies the list. */
  public Gallery {
    Objects.requireNonNull(caption, "caption");
    pictures = List.copyOf(pictures);
  }
}
