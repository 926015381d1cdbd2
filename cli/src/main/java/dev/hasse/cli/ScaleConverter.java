package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What stands for 1. */
final class ScaleConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    double scale = Numbers.parse(text);
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new TypeConversionException("'" + text + "' is no scale; expected a positive number");
    }
    return scale;
  }
}
