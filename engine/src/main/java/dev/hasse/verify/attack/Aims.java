package dev.hasse.verify.attack;

import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.verify.Question;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * At which conjunction each start of a round aims: the nearest from where it begins, or the second
 * nearest, and so on. It keeps it, since to change sides on the way is to reach neither.
 */
final class Aims {
  private final List<List<OutputConstraint>> targets;
  private final int width;

  /**
   * @param ranks one a start: 0 for the nearest conjunction, 1 for the next
   * @param outputs {@code [start][output]} flat where the starts begin
   */
  Aims(Question question, List<Integer> ranks, double[] outputs) {
    this.width = outputs.length / ranks.size();
    this.targets =
        IntStream.range(0, ranks.size())
            .mapToObj(s -> ranked(question, ranks.get(s), outputs, s * width))
            .toList();
  }

  private List<OutputConstraint> ranked(Question question, int rank, double[] outputs, int at) {
    return question.conjunctions().stream()
        .sorted(Comparator.comparingDouble(c -> Question.distance(c, outputs, at, width)))
        .skip(Math.min(rank, question.conjunctions().size() - 1))
        .findFirst()
        .orElseThrow();
  }

  /** For each start the left side of its conjunction that is largest now. */
  Objectives furthest(double[] outputs) {
    int starts = targets.size();
    int[] start = new int[starts + 1];
    double[] coefficients = new double[starts * width];
    for (int s = 0; s < starts; s++) {
      start[s + 1] = s + 1;
      int at = s * width;
      OutputConstraint largest =
          targets.get(s).stream()
              .max(
                  Comparator.comparingDouble(
                      c -> Question.distance(List.of(c), outputs, at, width)))
              .orElse(new OutputConstraint(new double[width], 0)); // no constraint: nothing to do
      for (int i = 0; i < width; i++) {
        coefficients[at + i] = largest.coefficient(i);
      }
    }
    return new Objectives(width, start, coefficients, new double[starts]);
  }
}
