package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Bound methods in the order they are tried.
 *
 * @param methods at least one, none twice
 */
record Cascade(List<BoundMethod> methods) {
  Cascade {
    methods = List.copyOf(methods);
  }

  /** Reads {@code ibp,crown}. */
  static final class Converter implements ITypeConverter<Cascade> {
    @Override
    public Cascade convert(String text) {
      MethodConverter method = new MethodConverter();
      List<BoundMethod> methods = Arrays.stream(text.split(",", -1)).map(method::convert).toList();
      if (methods.stream().distinct().count() < methods.size()) {
        throw new TypeConversionException("'" + text + "' has a method twice");
      }
      return new Cascade(methods);
    }
  }
}
