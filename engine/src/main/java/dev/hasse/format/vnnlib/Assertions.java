package dev.hasse.format.vnnlib;

import dev.hasse.format.InputFileException;
import java.util.ArrayList;
import java.util.List;

/** Reads asserted conditions, comparisons under {@code and} and {@code or}, as disjunctions. */
final class Assertions {
  private final Tokens tokens;
  private final Arithmetic arithmetic;
  private final Comparisons comparisons;

  Assertions(Tokens tokens, Arithmetic arithmetic, Comparisons comparisons) {
    this.tokens = tokens;
    this.arithmetic = arithmetic;
    this.comparisons = comparisons;
  }

  Disjunction condition(Expression expression) throws InputFileException {
    if (!(expression instanceof Expression.Group group)) {
      throw tokens.error(expression.line(), "expected a condition in parentheses");
    }
    return switch (group.head()) {
      case "and" -> all(group.line(), conditions(group));
      case "or" -> Disjunction.any(conditions(group));
      case "<=", "<" -> Disjunction.of(atMost(group, 0, 1));
      case ">=", ">" -> Disjunction.of(atMost(group, 1, 0));
      case "=" ->
          all(
              group.line(),
              List.of(Disjunction.of(atMost(group, 0, 1)), Disjunction.of(atMost(group, 1, 0))));
      default ->
          throw tokens.error(
              group.line(),
              "'" + group.head() + "' is not supported; expected and, or, <=, >=, <, > or =");
    };
  }

  /** All of these conditions, which were found on or after this line. */
  Disjunction all(int line, List<Disjunction> conditions) throws InputFileException {
    try {
      return Disjunction.all(conditions);
    } catch (Disjunction.TooManyCasesException e) {
      throw tokens.error(line, e.getMessage());
    }
  }

  private List<Disjunction> conditions(Expression.Group group) throws InputFileException {
    if (group.operands().isEmpty()) {
      throw tokens.error(group.line(), "'" + group.head() + "' without operands");
    }
    List<Disjunction> conditions = new ArrayList<>();
    for (Expression operand : group.operands()) {
      conditions.add(condition(operand));
    }
    return conditions;
  }

  private Literal atMost(Expression.Group comparison, int smaller, int larger)
      throws InputFileException {
    List<Expression> operands = comparison.operands();
    if (operands.size() != 2) {
      throw tokens.error(
          comparison.line(),
          "'%s' with %d operands, expected 2".formatted(comparison.head(), operands.size()));
    }
    LinearForm difference =
        arithmetic.form(operands.get(smaller)).minus(arithmetic.form(operands.get(larger)));
    return comparisons.atMostZero(difference, comparison.line());
  }
}
