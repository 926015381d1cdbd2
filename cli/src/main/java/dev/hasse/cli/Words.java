package dev.hasse.cli;

import dev.hasse.domain.Guarantee;

/** Values in the words of a table. */
final class Words {
  private Words() {}

  static String of(Guarantee guarantee) {
    return switch (guarantee) {
      case RIGOROUS -> "rigorous";
      case SOLVER_TOLERANCE -> "up to solver tolerance";
    };
  }
}
