package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A radius: finite and not negative. */
final class RadiusConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    double radius = Numbers.parse(text);
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw new TypeConversionException(
          "'" + text + "' is no radius; expected a finite number that is 0 or more");
    }
    return radius;
  }
}
