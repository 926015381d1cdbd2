package dev.hasse.format.vnnlib;

import dev.hasse.domain.Property;
import dev.hasse.domain.Property.Case;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a VNN-LIB property, plain or packed with gzip.
 *
 * <p>Understood are {@code declare-const X_i/Y_i Real} and {@code assert} of {@code and}, {@code
 * or} and the comparisons {@code <= >= < > =} between linear expressions ({@code + - *}) of the
 * outputs, or between an input and a number. A strict comparison is read as its closure. Every
 * other rounding goes the same way, so that the property read has every counterexample of the
 * property written:
 *
 * <ul>
 *   <li>lower ends of boxes are rounded down to doubles, upper ends up;
 *   <li>an output constraint {@code c . y + k <= 0} has its k rounded down; its coefficients are
 *       exact, if need be after multiplying the constraint by a power of ten; coefficients with
 *       more digits than a double holds are refused.
 * </ul>
 *
 * <p>The condition is brought into disjunctive normal form, one {@link Case} a conjunction in the
 * order of the file. Conjunctions whose box is empty are dropped.
 */
public final class VnnLibReader {
  /** Commands of SMT-LIB that say nothing about the property. */
  private static final Set<String> IGNORED =
      Set.of("set-logic", "set-info", "set-option", "check-sat", "get-model", "exit");

  /** Most doubles in the boxes of a property: 2 GiB. */
  private static final long MOST_VALUES = 1L << 28;

  private final Tokens tokens;
  private final int inputs;
  private final int outputs;
  private final Declarations declarations;
  private final Assertions assertions;

  private VnnLibReader(Tokens tokens, int inputs, int outputs) {
    this.tokens = tokens;
    this.inputs = inputs;
    this.outputs = outputs;
    this.declarations = new Declarations(tokens, inputs, outputs);
    this.assertions =
        new Assertions(
            tokens, new Arithmetic(tokens, declarations), new Comparisons(tokens, outputs));
  }

  /**
   * @param inputs number of inputs of the network, all of which the file must declare and bound
   * @param outputs number of outputs of the network, all of which the file must declare
   * @throws InputFileException naming the line
   */
  public static Property read(Path path, int inputs, int outputs) throws InputFileException {
    try (Tokens tokens = Tokens.open(InputFile.of(path))) {
      return new VnnLibReader(tokens, inputs, outputs).property();
    }
  }

  private Property property() throws InputFileException {
    List<Disjunction> asserted = commands();
    declarations.requireComplete();
    List<Literal> always = new ArrayList<>();
    List<Disjunction> choices = new ArrayList<>();
    for (Disjunction condition : asserted) {
      if (condition.cases().size() == 1) {
        always.addAll(condition.cases().get(0));
      } else {
        choices.add(condition);
      }
    }
    Disjunction alternatives = assertions.all(tokens.line(), choices);
    return new Property(inputs, outputs, cases(always, alternatives));
  }

  private List<Disjunction> commands() throws InputFileException {
    ExpressionReader expressions = new ExpressionReader(tokens);
    List<Disjunction> asserted = new ArrayList<>();
    for (Optional<Expression.Group> next = expressions.next();
        next.isPresent();
        next = expressions.next()) {
      Expression.Group command = next.orElseThrow();
      String head = command.head();
      if (head.equals("declare-const")) {
        declarations.declare(command);
      } else if (head.equals("assert")) {
        asserted.add(assertion(command));
      } else if (!IGNORED.contains(head)) {
        throw tokens.error(
            command.line(), "found '" + head + "', expected declare-const or assert");
      }
    }
    return asserted;
  }

  private Disjunction assertion(Expression.Group command) throws InputFileException {
    if (command.operands().size() != 1) {
      throw tokens.error(
          command.line(),
          "assert of %d conditions, expected 1".formatted(command.operands().size()));
    }
    return assertions.condition(command.operands().get(0));
  }

  /** One case for each alternative; what always holds is lowered once and its box shared. */
  private List<Case> cases(List<Literal> always, Disjunction alternatives)
      throws InputFileException {
    InputBounds shared = InputBounds.unbounded(inputs).and(always);
    List<OutputConstraint> common = constraints(always);
    List<Case> cases = new ArrayList<>();
    long values = 0;
    for (List<Literal> alternative : alternatives.cases()) {
      InputBounds bounds = shared.and(alternative);
      requireBounded(bounds, cases.size());
      values += bounds == shared ? 0 : 2L * inputs;
      if (values > MOST_VALUES) {
        throw tokens.error(tokens.line(), "the boxes of the cases need more than 2 GiB");
      }
      if (!bounds.isEmpty()) {
        List<OutputConstraint> all = new ArrayList<>(common);
        all.addAll(constraints(alternative));
        cases.add(new Case(bounds.box(), all));
      }
    }
    if (cases.isEmpty()) {
      throw tokens.error(
          tokens.line(), "the file ends and no input satisfies its input constraints");
    }
    return cases;
  }

  private void requireBounded(InputBounds bounds, int caseIndex) throws InputFileException {
    Optional<String> missing = bounds.missing();
    if (missing.isPresent()) {
      throw tokens.error(
          tokens.line(),
          "the file ends without %s in case %d".formatted(missing.orElseThrow(), caseIndex));
    }
  }

  private static List<OutputConstraint> constraints(List<Literal> literals) {
    List<OutputConstraint> constraints = new ArrayList<>();
    for (Literal literal : literals) {
      if (literal instanceof Literal.Output output) {
        constraints.add(output.constraint());
      }
    }
    return constraints;
  }
}
