package dev.hasse.cli;

import dev.hasse.bound.BoundMethod;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bound methods by the names people know. */
class MethodConverter implements ITypeConverter<BoundMethod>, Iterable<String> {
  private final List<BoundMethod> methods;

  /** All methods. */
  MethodConverter() {
    this(List.of(BoundMethod.values()));
  }

  private MethodConverter(List<BoundMethod> methods) {
    this.methods = methods;
  }

  /** Those that run on a compute backend. */
  static final class Propagating extends MethodConverter {
    Propagating() {
      super(BoundMethod.propagating());
    }
  }

  @Override
  public BoundMethod convert(String name) {
    return methods.stream()
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
    return methods.stream().map(BoundMethod::label).iterator();
  }
}
