package dev.hasse.judge;

import dev.hasse.domain.Objectives;

/** A row of objectives, exact. */
public final class ExactObjective {
  private ExactObjective() {}

  /** The row at these outputs. */
  public static Dyadic value(Objectives objectives, int row, Dyadic[] outputs) {
    Dyadic sum = Dyadic.of(objectives.constant(row));
    for (int i = 0; i < outputs.length; i++) {
      sum = sum.plus(Dyadic.of(objectives.coefficient(row, i)).times(outputs[i]));
    }
    return sum;
  }
}
