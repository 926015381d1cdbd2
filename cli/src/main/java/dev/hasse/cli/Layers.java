package dev.hasse.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Sizes of the input, the hidden layers and the output.
 *
 * @param sizes at least two, all positive
 */
record Layers(List<Integer> sizes) {
  Layers {
    sizes = List.copyOf(sizes);
  }

  int inputs() {
    return sizes.get(0);
  }

  int outputs() {
    return sizes.get(sizes.size() - 1);
  }

  int[] toArray() {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Reads {@code 784,100,10}. */
  static final class Converter implements ITypeConverter<Layers> {
    @Override
    public Layers convert(String text) {
      PositiveConverter size = new PositiveConverter();
      List<Integer> sizes = Arrays.stream(text.split(",", -1)).map(size::convert).toList();
      if (sizes.size() < 2) {
        throw new TypeConversionException(
            "'" + text + "' is one size; expected at least an input and an output, such as 784,10");
      }
      return new Layers(sizes);
    }
  }
}
