package dev.hasse.cli;

import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Decision;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * An answer in the result format of the VNN-COMP competition: the verdict, and after {@code sat}
 * the values of all inputs and outputs.
 */
final class VerifyResult {
  private VerifyResult() {}

  static void write(Decision decision, Writer target) throws IOException {
    target.write(decision.outcome().label() + "\n");
    if (decision.counterexample().isPresent()) {
      Counterexample found = decision.counterexample().get();
      String[] lines = new String[found.input().length + found.outputs().length];
      for (int i = 0; i < found.input().length; i++) {
        lines[i] = assignment("X", i, found.input()[i]);
      }
      for (int i = 0; i < found.outputs().length; i++) {
        lines[found.input().length + i] = assignment("Y", i, found.outputs()[i]);
      }
      target.write("(" + String.join("\n", lines) + ")\n");
    }
  }

  /** Seventeen digits give back every double. */
  private static String assignment(String name, int index, double value) {
    return String.format(Locale.ROOT, "(%s_%d %.16e)", name, index, value);
  }
}
