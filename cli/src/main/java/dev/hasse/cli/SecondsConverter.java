package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time in seconds: {@code 10}, {@code 10s} or {@code 500ms}. */
final class SecondsConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    String number = text.strip();
    double unit = 1;
    if (number.endsWith("ms")) {
      number = number.substring(0, number.length() - 2);
      unit = 1e-3;
    } else if (number.endsWith("s")) {
      number = number.substring(0, number.length() - 1);
    }
    if (number.matches("[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?")) {
      double seconds = Numbers.parse(number) * unit;
      if (seconds > 0 && seconds < Double.POSITIVE_INFINITY) {
        return seconds;
      }
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' is no length of time; expected a positive number of seconds, such as 10,"
            + " 10s or 500ms");
  }
}
