package dev.hasse.domain;

import java.util.List;

/**
 * What a VNN-LIB file asks: is there an input in one of the boxes whose output satisfies that box's
 * constraints? A counterexample is such an input; without one the property holds.
 *
 * @param inputs number of inputs of the network
 * @param outputs number of outputs of the network
 * @param cases a disjunction: a counterexample to any one is a counterexample
 */
public record Property(int inputs, int outputs, List<Case> cases) {
  public Property {
    cases = List.copyOf(cases);
  }

  /**
   * One box with a conjunction of output constraints.
   *
   * @param box a batch of one
   * @param constraints all of them hold at a counterexample; none: every point of the box is one
   */
  public record Case(BoxBatch box, List<OutputConstraint> constraints) {
    public Case {
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * The linear constraint {@code coefficients . y + constant <= 0} on the outputs. Its negation on
   * a whole box, a positive lower bound of the left side, excludes every counterexample in it.
   */
  public static final class OutputConstraint {
    private final double[] coefficients;
    private final double constant;

    /** Copies the coefficients. */
    public OutputConstraint(double[] coefficients, double constant) {
      this.coefficients = coefficients.clone();
      this.constant = constant;
    }

    public double coefficient(int output) {
      return coefficients[output];
    }

    public double constant() {
      return constant;
    }
  }

  /** All boxes, in the order of the cases. */
  public BoxBatch boxes() {
    double[] lower = new double[cases.size() * inputs];
    double[] upper = new double[cases.size() * inputs];
    for (int b = 0; b < cases.size(); b++) {
      System.arraycopy(cases.get(b).box().lower(), 0, lower, b * inputs, inputs);
      System.arraycopy(cases.get(b).box().upper(), 0, upper, b * inputs, inputs);
    }
    return new BoxBatch(cases.size(), inputs, lower, upper);
  }
}
