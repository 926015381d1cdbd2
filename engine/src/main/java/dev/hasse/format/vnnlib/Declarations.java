package dev.hasse.format.vnnlib;

import dev.hasse.format.InputFileException;
import java.util.BitSet;
import java.util.List;

/** The variables declared so far: X_0 ... for the network's inputs, Y_0 ... for its outputs. */
final class Declarations {
  private final Tokens tokens;
  private final int inputs;
  private final int outputs;
  private final BitSet declaredInputs = new BitSet();
  private final BitSet declaredOutputs = new BitSet();

  Declarations(Tokens tokens, int inputs, int outputs) {
    this.tokens = tokens;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Reads {@code (declare-const NAME Real)}. */
  void declare(Expression.Group command) throws InputFileException {
    List<Expression> operands = command.operands();
    if (operands.size() != 2
        || !(operands.get(0) instanceof Expression.Word name)
        || !(operands.get(1) instanceof Expression.Word type)
        || !type.text().equals("Real")) {
      throw tokens.error(command.line(), "expected (declare-const NAME Real)");
    }
    String text = name.text();
    int index = index(text);
    boolean input = text.startsWith("X_");
    if (index < 0 || !(input || text.startsWith("Y_"))) {
      throw tokens.error(name.line(), "'" + text + "' is not named X_i or Y_i");
    }
    if (index >= (input ? inputs : outputs)) {
      throw tokens.error(
          name.line(),
          "%s is declared, the network has %s"
              .formatted(text, input ? counted(inputs, "input") : counted(outputs, "output")));
    }
    BitSet declared = input ? declaredInputs : declaredOutputs;
    if (declared.get(index)) {
      throw tokens.error(name.line(), text + " is declared twice");
    }
    declared.set(index);
  }

  /** The form that is this variable alone. */
  LinearForm variable(Expression.Word name) throws InputFileException {
    int index = index(name.text());
    if (index >= 0 && name.text().startsWith("X_") && declaredInputs.get(index)) {
      return LinearForm.input(index);
    }
    if (index >= 0 && name.text().startsWith("Y_") && declaredOutputs.get(index)) {
      return LinearForm.output(index);
    }
    throw tokens.error(
        name.line(), "'" + name.text() + "' is neither a declared variable nor a number");
  }

  /** Checks, at the end of the file, that every input and output of the network has its name. */
  void requireComplete() throws InputFileException {
    requireAll(declaredInputs, inputs, "X", "input");
    requireAll(declaredOutputs, outputs, "Y", "output");
  }

  private void requireAll(BitSet declared, int expected, String letter, String kind)
      throws InputFileException {
    int first = declared.nextClearBit(0);
    if (first < expected) {
      boolean isGap = first < declared.cardinality();
      throw tokens.error(
          tokens.line(),
          "the file %s, the network has %s"
              .formatted(
                  isGap
                      ? "ends and %s_%d is not declared".formatted(letter, first)
                      : "declares " + counted(first, kind),
                  counted(expected, kind)));
    }
  }

  private static String counted(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** The number after the underscore, or -1. Leading zeros would give one variable two names. */
  private static int index(String name) {
    int length = name.length();
    if (length < 3 || length > 11 || (length > 3 && name.charAt(2) == '0')) {
      return -1;
    }
    long index = 0;
    for (int i = 2; i < length; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      index = 10 * index + (digit - '0');
    }
    return (int) Math.min(index, Integer.MAX_VALUE);
  }
}
