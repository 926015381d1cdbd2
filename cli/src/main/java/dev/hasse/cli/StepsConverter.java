package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of steps: an integer from 0 to ten thousand. */
final class StepsConverter implements ITypeConverter<Integer> {
  private static final int MOST = 10_000;

  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 0 && count <= MOST) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw new TypeConversionException(
        "'" + text + "' is no number of steps; expected an integer from 0 to " + MOST);
  }
}
