package dev.hasse.verify;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Property;
import dev.hasse.domain.Property.OutputConstraint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All cases of a property that share a box: a disjunction of conjunctions of {@code c y + d <= 0}.
 * One pass of bounds serves them all.
 *
 * @param box a batch of one
 * @param conjunctions each excluded on a box as soon as one of its left sides is positive there
 */
public record Question(BoxBatch box, List<List<OutputConstraint>> conjunctions) {
  public Question {
    conjunctions = List.copyOf(conjunctions);
  }

  /** The questions of a property, in the order in which their boxes come up first. */
  public static List<Question> of(Property property) {
    List<BoxBatch> boxes = new ArrayList<>();
    List<List<List<OutputConstraint>>> conjunctions = new ArrayList<>();
    for (Property.Case each : property.cases()) {
      int at = indexOf(boxes, each.box());
      if (at < 0) {
        at = boxes.size();
        boxes.add(each.box());
        conjunctions.add(new ArrayList<>());
      }
      conjunctions.get(at).add(each.constraints());
    }
    List<Question> questions = new ArrayList<>();
    for (int k = 0; k < boxes.size(); k++) {
      questions.add(new Question(boxes.get(k), conjunctions.get(k)));
    }
    return questions;
  }

  private static int indexOf(List<BoxBatch> boxes, BoxBatch box) {
    for (int k = 0; k < boxes.size(); k++) {
      if (Arrays.equals(boxes.get(k).lower(), box.lower())
          && Arrays.equals(boxes.get(k).upper(), box.upper())) {
        return k;
      }
    }
    return -1;
  }

  /**
   * How far outputs are from satisfying a conjunction: the largest left side, at most 0 where they
   * do. Rounded to nearest.
   */
  public static double distance(
      List<OutputConstraint> conjunction, double[] outputs, int at, int width) {
    double largest = Double.NEGATIVE_INFINITY;
    for (OutputConstraint constraint : conjunction) {
      double sum = constraint.constant();
      for (int i = 0; i < width; i++) {
        sum += constraint.coefficient(i) * outputs[at + i];
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /** The smallest of these distances over the conjunctions. */
  public double distance(double[] outputs, int at, int width) {
    double smallest = Double.POSITIVE_INFINITY;
    for (List<OutputConstraint> conjunction : conjunctions) {
      smallest = Math.min(smallest, distance(conjunction, outputs, at, width));
    }
    return smallest;
  }
}
