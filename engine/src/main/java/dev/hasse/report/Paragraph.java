package dev.hasse.report;

import java.util.Objects;

/**
 * A paragraph of plain text.
 *
 * @param text without any markup; all of it is shown as it is
 */
public record Paragraph(String text) implements Block {
  /** Checks that there is a text. */
  public Paragraph {
    Objects.requireNonNull(text, "text");
  }
}
