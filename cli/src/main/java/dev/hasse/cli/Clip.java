package dev.hasse.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The input domain that boxes are cut to.
 *
 * @param lower may be negative infinity
 * @param upper may be infinity
 */
record Clip(double lower, double upper) {
  /** No cut at all. */
  static final Clip NONE = new Clip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** What pixels are between. */
  static final Clip PIXELS = new Clip(0, 1);

  boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  /** Reads {@code LO,HI} or {@code none}. */
  static final class Converter implements ITypeConverter<Clip> {
    @Override
    public Clip convert(String text) {
      if (text.equals("none")) {
        return NONE;
      }
      List<String> ends = List.of(text.split(",", -1));
      if (ends.size() != 2) {
        throw refused(text);
      }
      Clip clip = new Clip(Numbers.parse(ends.get(0)), Numbers.parse(ends.get(1)));
      if (!(clip.lower <= clip.upper)) {
        throw refused(text);
      }
      return clip;
    }

    private static TypeConversionException refused(String text) {
      return new TypeConversionException(
          "'" + text + "' is no interval; expected LO,HI with LO at most HI, or none");
    }
  }
}
