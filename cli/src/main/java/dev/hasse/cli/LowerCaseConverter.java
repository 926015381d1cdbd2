package dev.hasse.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few values by the name that it shows, with one sentence for any other.
 *
 * @param <E> shows each value as it is written on the command line
 */
abstract class LowerCaseConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final String what;
  private final E[] values;

  /**
   * @param what a value is, such as "format"
   */
  LowerCaseConverter(String what, E[] values) {
    this.what = what;
    this.values = values.clone();
  }

  @Override
  public E convert(String name) {
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no " + what + " '" + name + "'; expected " + names()));
  }

  private String names() {
    return Arrays.stream(values).map(Enum::toString).collect(Collectors.joining(", "));
  }
}
