package dev.hasse.cli;

import picocli.CommandLine.ITypeConverter;

/** A number; its range is the concern of who takes it. */
final class NumberConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    return Numbers.parse(text);
  }
}
