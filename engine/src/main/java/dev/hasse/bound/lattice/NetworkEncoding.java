package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Activation;
import dev.hasse.network.Node;
import dev.hasse.relax.ReluRelaxation;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network over one box as a linear model, at one element of the lattice. Every point of the box,
 * with the network's values at it, is feasible in real arithmetic, so minima bound the network's
 * from below.
 *
 * <p>Of the ReLUs that the bounds leave unstable, those that the element keeps exact get the big-M
 * form with a binary (Tjeng, Xiao and Tedrake 2019, arXiv 1711.07356), the others the triangle
 * (Ehlers 2017, arXiv 1705.01320). Everything else, stable ReLUs and outputs too, is an expression
 * of these and the inputs, with no variable of its own: {@link Substitution} says where not.
 *
 * <p>Values that hardly vary become their bounds, and rows widen by these. Without that, networks
 * with neurons near 1e-15 gave models with coefficients that solvers take for zero and bounds
 * closer together than their tolerances: SCIP called one infeasible whatever the objective.
 */
final class NetworkEncoding {
  private static final int NO_ROW = -1;

  private final BoxValues values;
  private final RelaxationElement element;
  private final double widening;
  private final Substitution substitution;
  private final ModelRows rows = new ModelRows();
  private final Origins origins = new Origins();
  private final BoxExpressions encoded;
  private final int[] chordRow;
  private final LinearModel model;
  private final int largest;

  /**
   * Encodes a network.
   *
   * @param bounds of all nodes, finite on what the outputs depend on
   * @param box which of the bounds' boxes
   * @param element which ReLUs stay exact
   * @param widening by how much the bounds of pre-activations become variables' bounds, relative to
   *     the larger of 1 and the bound; positive
   * @throws UnboundedException where a bound that is needed is infinite
   */
  NetworkEncoding(NetworkBounds bounds, int box, RelaxationElement element, double widening) {
    this(bounds, box, element, widening, List.of(), List.of());
  }

  /**
   * Encodes a network over a part of a box.
   *
   * @param decided neurons whose sign the bounds say, but which the part's other points need not
   *     have: each gets a row
   * @param conjunction forms of the outputs of which the largest becomes a variable; may be empty
   */
  NetworkEncoding(
      NetworkBounds bounds,
      int box,
      RelaxationElement element,
      double widening,
      List<Neuron> decided,
      List<OutputConstraint> conjunction) {
    this.values = new BoxValues(bounds, box);
    this.element = element;
    this.widening = widening;
    this.substitution = new Substitution(values);
    this.chordRow = new int[element.layers().neurons()];
    Arrays.fill(chordRow, NO_ROW);
    this.encoded = new BoxExpressions(values, new Encoder());
    for (int i = 0; i < bounds.network().inputs(); i++) {
      encoded.at(0, i);
    }
    encoded.requireOutputs();
    decided.forEach(this::keepSide);
    this.largest = conjunction.isEmpty() ? -1 : largest(conjunction);
    this.model = rows.build();
  }

  /** The variable that is at least every form of the conjunction. */
  LinearForm largest() {
    return new LinearForm(new int[] {largest}, new double[] {1}, 0);
  }

  /** A row that says that a neuron is on the side where its bounds are. */
  private void keepSide(Neuron neuron) {
    int before = element.layers().nodes().get(neuron.layer()).input();
    double l = values.lower(before, neuron.index());
    double u = values.upper(before, neuron.index());
    double wider = widening * Math.max(1, values.largest(before, neuron.index()));
    rows.between(
        encoded.at(before, neuron.index()),
        l >= 0 ? -wider : Double.NEGATIVE_INFINITY,
        u <= 0 ? wider : Double.POSITIVE_INFINITY);
  }

  private int largest(List<OutputConstraint> conjunction) {
    Expression[] forms = new Expression[conjunction.size()];
    double l = Double.NEGATIVE_INFINITY;
    double u = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < forms.length; k++) {
      OutputConstraint constraint = conjunction.get(k);
      forms[k] = encoded.ofOutputs(constraint::coefficient, constraint.constant());
      BoxValues.Range range = values.range(constraint);
      l = Math.max(l, range.lower());
      u = Math.max(u, range.upper());
    }
    if (!Double.isFinite(l) || !Double.isFinite(u)) {
      throw new UnboundedException("the largest left side lies between %s and %s".formatted(l, u));
    }
    int variable = rows.variable(l, u, widening * Math.max(1, Math.max(Math.abs(l), Math.abs(u))));
    for (Expression form : forms) {
      rows.atMost(form, variable);
    }
    return variable;
  }

  LinearModel model() {
    return model;
  }

  /** A form that is at most this row of the objectives at every point. */
  LinearForm objective(Objectives objectives, int row) {
    return rows.atMost(
        encoded.ofOutputs(i -> objectives.coefficient(row, i), objectives.constant(row)));
  }

  /** A bound of the sum of the magnitudes of what makes up a row of the objectives. */
  double magnitude(Objectives objectives, int row) {
    return encoded
        .ofOutputs(i -> objectives.coefficient(row, i), objectives.constant(row))
        .magnitude();
  }

  /** The input part of a point of the model, moved into the box. */
  double[] input(double[] point) {
    double[] input = new double[values.network().inputs()];
    for (int i = 0; i < input.length; i++) {
      double l = values.lower(0, i);
      double u = values.upper(0, i);
      Expression of = encoded.at(0, i);
      double value = of.isVariable() ? point[of.variable()] : l / 2 + u / 2;
      input[i] = Math.max(l, Math.min(u, value));
    }
    return input;
  }

  /** The point of the model that belongs to the network's values at an input of the box. */
  double[] point(NetworkBounds atInput) {
    return origins.point(model.variables(), atInput);
  }

  /** The unstable neurons that are linearised, in order. */
  List<Neuron> linearised() {
    return IntStream.range(0, chordRow.length)
        .filter(number -> chordRow[number] != NO_ROW)
        .mapToObj(element.layers()::neuron)
        .toList();
  }

  /**
   * What the triangles of neurons cost, to first order: the multiplier of each chord row times the
   * largest distance between chord and ReLU.
   *
   * @param multipliers of the model's rows
   * @param score one entry a neuron of the network, in the order of {@link ReluLayers}; added to
   */
  void addScores(double[] multipliers, double[] score) {
    for (int number = 0; number < chordRow.length; number++) {
      if (chordRow[number] != NO_ROW) {
        Neuron neuron = element.layers().neuron(number);
        int before = element.layers().nodes().get(neuron.layer()).input();
        double l = values.lower(before, neuron.index());
        double u = values.upper(before, neuron.index());
        score[number] += Math.abs(multipliers[chordRow[number]]) * (-l * u / (u - l));
      }
    }
  }

  /** A variable for a value that is known as an expression, and from now on that variable. */
  private int materialize(int node, int neuron) {
    Expression expression = encoded.at(node, neuron);
    if (expression.isVariable()) {
      return expression.variable();
    }
    Expression variable = define(node, neuron);
    encoded.replace(node, neuron, variable);
    rows.equate(expression, variable.variable());
    return variable.variable();
  }

  /** A variable between the bounds of a value. */
  private Expression define(int node, int neuron) {
    values.requireFinite(node, neuron);
    double largest = values.largest(node, neuron);
    double wider = node == 0 ? 0 : widening * Math.max(1, largest);
    int variable = rows.variable(values.lower(node, neuron), values.upper(node, neuron), wider);
    origins.value(variable, node, neuron);
    return Expression.variable(variable, largest);
  }

  private final class Encoder implements BoxExpressions.Variables {
    @Override
    public int count() {
      return rows.variables();
    }

    @Override
    public Expression input(int neuron) {
      return define(0, neuron);
    }

    @Override
    public Expression activation(Activation activation, Node node, int neuron) {
      int before = node.input();
      double l = values.lower(before, neuron);
      double u = values.upper(before, neuron);
      if (u <= 0) {
        return Expression.between(0, 0);
      }
      if (!values.isUnstable(before, neuron)) {
        return stable(node, neuron);
      }
      int z = materialize(before, neuron);
      int x = rows.variable(0, Math.max(0, values.upper(node.id(), neuron)), rows.upper(z) - u);
      origins.value(x, node.id(), neuron);
      rows.row(0, Double.POSITIVE_INFINITY, new int[] {x, z}, 1, -1);
      Neuron relu = new Neuron(element.layers().layer(node), neuron);
      if (element.isExact(relu)) {
        bigM(x, z, before, neuron);
      } else {
        chordRow[element.layers().number(relu)] = triangle(x, z, l, u);
      }
      return Expression.variable(x, values.largest(node.id(), neuron));
    }

    /** The value itself where it is active; one that hardly varies has its bounds. */
    private Expression stable(Node node, int neuron) {
      int before = node.input();
      if (values.lower(before, neuron) < 0) {
        return Expression.between(values.lower(node.id(), neuron), values.upper(node.id(), neuron));
      }
      if (!substitution.pays(before) && encoded.at(before, neuron).length() > 0) {
        materialize(before, neuron);
      }
      return encoded.at(before, neuron);
    }

    /** {@code x <= z - l (1 - d), x <= u d}: the kink's side is d. */
    private void bigM(int x, int z, int before, int neuron) {
      double l = rows.lower(z);
      double u = rows.upper(z);
      int d = rows.binary();
      origins.side(d, before, neuron);
      rows.row(Double.NEGATIVE_INFINITY, -l, new int[] {x, z, d}, 1, -1, -l);
      rows.row(Double.NEGATIVE_INFINITY, 0, new int[] {x, d}, 1, -u);
    }

    /** {@code x <= s z + t}, sound for the slope as stored; returns the row. */
    private int triangle(int x, int z, double l, double u) {
      double slope = ReluRelaxation.upperSlope(l, u);
      double intercept = ReluRelaxation.upperIntercept(l, u, slope);
      return rows.row(Double.NEGATIVE_INFINITY, intercept, new int[] {x, z}, 1, -slope);
    }
  }
}
