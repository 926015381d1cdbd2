package dev.hasse.cli;

import dev.hasse.train.Architecture;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 784,100,10} and {@code 1x28x28,conv16k4s2p1,dense10}. */
final class ArchitectureConverter implements ITypeConverter<Architecture> {
  @Override
  public Architecture convert(String text) {
    try {
      return Architecture.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
