package dev.hasse.cli;

import dev.hasse.sweep.Shard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2/8}. */
final class ShardConverter implements ITypeConverter<Shard> {
  @Override
  public Shard convert(String text) {
    return Shard.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no shard; expected I/N, such as 2/8: I from 1 to N, N at most"
                        + " 999999999"));
  }
}
