package dev.hasse.format.vnnlib;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition in disjunctive normal form: any case, all literals of that case. Immutable.
 *
 * @param cases in the order of the file, the first operand of an {@code and} varying slowest
 */
record Disjunction(List<List<Literal>> cases) {
  /** Most cases; the competition's largest properties have a few thousand. */
  static final int MOST_CASES = 100_000;

  /** Most literals of all cases together, a limit on memory. */
  private static final long MOST_LITERALS = 20_000_000;

  /** The condition that always holds: one case without literals. */
  static final Disjunction TRUE = new Disjunction(List.of(List.of()));

  static Disjunction of(Literal literal) {
    return new Disjunction(List.of(List.of(literal)));
  }

  /** Any of these. */
  static Disjunction any(List<Disjunction> operands) {
    List<List<Literal>> cases = new ArrayList<>();
    operands.forEach(operand -> cases.addAll(operand.cases));
    return new Disjunction(cases);
  }

  /**
   * All of these. Operands of a single case, nearly all in practice, are gathered first, so that
   * thousands of them cost no thousands of products.
   *
   * @throws TooManyCasesException when the product has more cases or literals than the limits
   */
  static Disjunction all(List<Disjunction> operands) throws TooManyCasesException {
    List<Literal> always = new ArrayList<>();
    Disjunction product = TRUE;
    for (Disjunction operand : operands) {
      if (operand.cases.size() == 1) {
        always.addAll(operand.cases.get(0));
      } else {
        product = product.times(operand);
      }
    }
    return new Disjunction(List.of(always)).times(product);
  }

  private Disjunction times(Disjunction other) throws TooManyCasesException {
    long count = (long) cases.size() * other.cases.size();
    long literals = literals() * other.cases.size() + other.literals() * cases.size();
    if (count > MOST_CASES || literals > MOST_LITERALS) {
      throw new TooManyCasesException();
    }
    List<List<Literal>> product = new ArrayList<>((int) count);
    for (List<Literal> left : cases) {
      for (List<Literal> right : other.cases) {
        List<Literal> both = new ArrayList<>(left.size() + right.size());
        both.addAll(left);
        both.addAll(right);
        product.add(both);
      }
    }
    return new Disjunction(product);
  }

  private long literals() {
    return cases.stream().mapToLong(List::size).sum();
  }

  /** The normal form is too large; the reader of the file adds the place. */
  static final class TooManyCasesException extends Exception {
    private static final long serialVersionUID = 1L;

    private TooManyCasesException() {
      super(
          "and/or multiply to more than %d cases or %d comparisons"
              .formatted(MOST_CASES, MOST_LITERALS));
    }
  }
}
