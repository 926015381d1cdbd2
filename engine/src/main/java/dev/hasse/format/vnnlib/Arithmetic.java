package dev.hasse.format.vnnlib;

import dev.hasse.format.DecimalText;
import dev.hasse.format.InputFileException;
import java.math.BigDecimal;
import java.util.List;

/** Reads sums, differences and products of variables and numbers as linear forms. */
final class Arithmetic {
  /** Products of long numbers get longer; beyond this exact arithmetic is only slow. */
  private static final int MOST_DIGITS = 5000;

  private final Tokens tokens;
  private final Declarations declarations;

  Arithmetic(Tokens tokens, Declarations declarations) {
    this.tokens = tokens;
    this.declarations = declarations;
  }

  LinearForm form(Expression expression) throws InputFileException {
    if (expression instanceof Expression.Word word) {
      return word(word);
    }
    Expression.Group group = (Expression.Group) expression;
    String operator = group.head();
    if (!operator.equals("+") && !operator.equals("-") && !operator.equals("*")) {
      throw tokens.error(
          group.line(), "'" + operator + "' is not supported in a number; expected +, - or *");
    }
    List<Expression> operands = group.operands();
    if (operands.isEmpty()) {
      throw tokens.error(group.line(), "'" + operator + "' without operands");
    }
    LinearForm result = form(operands.get(0));
    if (operator.equals("-") && operands.size() == 1) {
      return LinearForm.constant(BigDecimal.ZERO).minus(result);
    }
    for (Expression operand : operands.subList(1, operands.size())) {
      result = combined(operator, result, form(operand), group.line());
    }
    return result;
  }

  private LinearForm word(Expression.Word word) throws InputFileException {
    char first = word.text().charAt(0);
    boolean number = (first >= '0' && first <= '9') || "+-.".indexOf(first) >= 0;
    if (!number) {
      return declarations.variable(word);
    }
    try {
      return LinearForm.constant(DecimalText.exact(word.text()));
    } catch (NumberFormatException e) {
      throw tokens.error(word.line(), e.getMessage());
    }
  }

  private LinearForm combined(String operator, LinearForm a, LinearForm b, int line)
      throws InputFileException {
    LinearForm result =
        switch (operator) {
          case "+" -> a.plus(b);
          case "-" -> a.minus(b);
          default -> product(a, b, line);
        };
    if (result.digits() > MOST_DIGITS) {
      throw tokens.error(line, "a number of more than " + MOST_DIGITS + " digits");
    }
    return result;
  }

  private LinearForm product(LinearForm a, LinearForm b, int line) throws InputFileException {
    if (b.isConstant()) {
      return a.times(b.constant());
    }
    if (a.isConstant()) {
      return b.times(a.constant());
    }
    throw tokens.error(line, "a product of two variables is not linear");
  }
}
