package dev.hasse.format.vnnlib;

import java.util.List;

/** An s-expression with the line it starts on. */
sealed interface Expression {
  int line();

  /** A word: a name, an operator or a number. */
  record Word(String text, int line) implements Expression {}

  /** What stood between two parentheses. */
  record Group(List<Expression> items, int line) implements Expression {
    /** The first item where that is a word, else empty text. */
    String head() {
      return !items.isEmpty() && items.get(0) instanceof Word word ? word.text() : "";
    }

    /** All items but the head. */
    List<Expression> operands() {
      return items.subList(1, items.size());
    }
  }
}
