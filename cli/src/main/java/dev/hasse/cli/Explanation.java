package dev.hasse.cli;

import dev.hasse.domain.Guarantee;
import dev.hasse.verify.Decision;
import dev.hasse.verify.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How an answer came about, as comments to VNN-LIB. */
final class Explanation {
  private Explanation() {}

  static void write(Decision decision, RanOn ranOn, PrintWriter out) {
    for (String line : lines(decision, ranOn)) {
      out.println("; " + line);
    }
  }

  private static List<String> lines(Decision decision, RanOn ranOn) {
    String stage = decision.stage().description();
    String worst = Numbers.lower(decision.bound());
    String work =
        String.format(
            Locale.ROOT,
            "work: %,d boxes, %,d bounds, %.2f s on %s (%s)",
            decision.boxes(),
            decision.bounds(),
            decision.seconds(),
            ranOn.backend(),
            ranOn.device());
    if (decision.outcome() == Outcome.UNSAT) {
      return List.of(
          "decided by: " + stage,
          "guarantee: " + Words.of(decision.guarantee()),
          decision.bound() > 0
              ? "bound: outputs stay at least " + worst + " from satisfying the constraints"
              : "bound: no input satisfies the constraints; by how much is not known",
          work);
    }
    if (decision.outcome() == Outcome.SAT) {
      return List.of(
          "decided by: " + stage,
          "guarantee: " + Words.of(Guarantee.RIGOROUS) + ", the constraints hold at the input",
          work);
    }
    return List.of(
        "at work last: " + stage,
        "guarantee: none, nothing was decided",
        String.format(
            Locale.ROOT, "bound: %s, above 0 would be a proof; %,d open", worst, decision.open()),
        work);
  }
}
