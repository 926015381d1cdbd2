package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bound methods by the names people know. */
final class MethodConverter implements ITypeConverter<BoundMethod>, Iterable<String> {
  @Override
  public BoundMethod convert(String name) {
    return Arrays.stream(BoundMethod.values())
        .filter(method -> method.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no method '" + name + "'; expected " + String.join(", ", this)));
  }

  /** All names: candidates for help and completion. */
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(BoundMethod.values())
        .map(BoundMethod::label)
        .collect(Collectors.toList())
        .iterator();
  }
}
