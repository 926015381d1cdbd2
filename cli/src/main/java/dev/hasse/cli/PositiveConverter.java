package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of things: an integer from 1 on. */
final class PositiveConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number that is too small.
    }
    throw new TypeConversionException(
        "'" + text + "' is no count; expected an integer from 1 to " + Integer.MAX_VALUE);
  }
}
