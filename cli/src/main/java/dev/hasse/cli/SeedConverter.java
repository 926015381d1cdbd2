package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A seed of 32 bits. */
final class SeedConverter implements ITypeConverter<Long> {
  private static final long LARGEST = 0xFFFFFFFFL;

  @Override
  public Long convert(String text) {
    try {
      long seed = Long.parseLong(text.strip());
      if (seed >= 0 && seed <= LARGEST) {
        return seed;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw new TypeConversionException(
        "'" + text + "' is no seed; expected an integer from 0 to " + LARGEST);
  }
}
