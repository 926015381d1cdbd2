package dev.hasse.cli;

import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How options read numbers of which all that fit are taken, or whose range another checks. */
final class PlainNumbers {
  private PlainNumbers() {}

  /** Has a command and those below it read integers and numbers in our words. */
  static CommandLine register(CommandLine command) {
    ITypeConverter<Integer> integer =
        text -> (int) convert(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    ITypeConverter<Long> wide = text -> convert(text, Long.MIN_VALUE, Long.MAX_VALUE);
    ITypeConverter<Double> number = Numbers::parse; // once: twice, Java 17 makes no archive of it
    return command
        .registerConverter(int.class, integer)
        .registerConverter(Integer.class, integer)
        .registerConverter(long.class, wide)
        .registerConverter(Long.class, wide)
        .registerConverter(double.class, number)
        .registerConverter(Double.class, number);
  }

  private static long convert(String text, long least, long most) {
    if (!text.strip().matches("[+-]?[0-9]+")) { // BigInteger takes digits of all scripts
      throw new TypeConversionException("'" + text + "' is not an integer");
    }
    BigInteger value = new BigInteger(text.strip());
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is out of range; expected an integer from " + least + " to " + most);
    }
    return value.longValue();
  }
}
