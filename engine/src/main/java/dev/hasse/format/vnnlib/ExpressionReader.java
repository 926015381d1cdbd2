package dev.hasse.format.vnnlib;

import dev.hasse.format.InputFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads top-level expressions one by one, with a stack of its own. */
final class ExpressionReader {
  /** What the lowering, which is recursive, can take on any thread's stack. */
  private static final int DEEPEST = 500;

  private final Tokens tokens;

  ExpressionReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The next parenthesised expression; empty at the end of the file. */
  Optional<Expression.Group> next() throws InputFileException {
    Deque<Expression.Group> open = new ArrayDeque<>();
    while (true) {
      String token = tokens.next();
      int line = tokens.line();
      if (token.isEmpty()) {
        if (open.isEmpty()) {
          return Optional.empty();
        }
        throw tokens.error(
            open.peek().line(), "the parenthesis opened here is never closed, the file ends");
      }
      if (token.equals("(")) {
        open.push(new Expression.Group(new ArrayList<>(), line));
        if (open.size() > DEEPEST) {
          throw tokens.error(line, "parentheses nested deeper than " + DEEPEST);
        }
      } else if (open.isEmpty()) {
        throw tokens.error(line, "found '" + token + "', expected an opening parenthesis");
      } else if (token.equals(")")) {
        Expression.Group closed = sealed(open.pop());
        if (open.isEmpty()) {
          return Optional.of(closed);
        }
        open.peek().items().add(closed);
      } else {
        open.peek().items().add(new Expression.Word(token, line));
      }
    }
  }

  private static Expression.Group sealed(Expression.Group group) {
    return new Expression.Group(List.copyOf(group.items()), group.line());
  }
}
