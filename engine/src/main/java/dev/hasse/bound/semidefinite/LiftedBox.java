package dev.hasse.bound.semidefinite;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.lattice.BoxExpressions;
import dev.hasse.bound.lattice.BoxValues;
import dev.hasse.bound.lattice.Combination;
import dev.hasse.bound.lattice.Expression;
import dev.hasse.bound.lattice.UnboundedException;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Activation;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.numeric.Outward;
import dev.hasse.numeric.RoundingError;
import java.util.ArrayList;
import java.util.List;

/**
 * A network on one box in the variables of its semidefinite relaxation: the inputs that vary, and a
 * variable for each ReLU that the bounds leave unstable. Every variable is centred and scaled to
 * [-1, 1]. Everything else is an affine form of them; stable neurons have no variable.
 *
 * <p>An unstable ReLU with input p, {@code l <= p <= u}, and output {@code y = u (1 + w) / 2} has
 * the slack {@code s = y - p}, {@code 0 <= s <= -l}, whose form is kept as {@code 2 s / -l - 1}.
 */
final class LiftedBox {
  /**
   * An unstable neuron whose side is this close to its kink, relative to the distance of its
   * bounds, has no variable: the triangle costs no more than that distance.
   */
  private static final double NEXT_TO_KINK = 1e-6;

  private final BoxValues values;
  private final BoxExpressions lifted;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Neuron> neurons = new ArrayList<>();

  /** A variable as the network has it: {@code middle + half w}. */
  private record Variable(double middle, double half) {}

  /** An unstable ReLU: its output's variable, what it reads, and minus the lower bound of that. */
  private record Neuron(int variable, Expression before, double depth) {}

  /**
   * Lifts a box.
   *
   * @param bounds of all nodes; finite on what the outputs depend on
   * @param box which of the bounds' boxes
   * @throws UnsupportedOpException for an activation that is no ReLU
   * @throws UnboundedException where a bound that is needed is infinite
   */
  LiftedBox(NetworkBounds bounds, int box) {
    this.values = new BoxValues(bounds, box);
    this.lifted = new BoxExpressions(values, new Lift());
    lifted.requireOutputs();
  }

  /** The message for an activation that is no ReLU. */
  static UnsupportedOpException unsupported(Node node) {
    return new UnsupportedOpException(node, "the semidefinite relaxation");
  }

  /** Rows and columns of the lifted matrix: one more than there are variables. */
  int size() {
    return 1 + variables.size();
  }

  /** Number of ReLUs with a variable. */
  int neurons() {
    return neurons.size();
  }

  /** The index in a form of the variable of a ReLU. */
  int variable(int neuron) {
    return 1 + neurons.get(neuron).variable;
  }

  /** The slack of a ReLU, scaled to [-1, 1]. */
  Form slack(int neuron) {
    Neuron of = neurons.get(neuron);
    Combination sum = new Combination(variables.size());
    sum.add(1, Expression.variable(of.variable, largest(of.variable)));
    sum.add(-1, of.before);
    return form(sum.sum(0)).scaledLessOne(of.depth / 2);
  }

  /** A row of the objectives. */
  Form objective(Objectives objectives, int row) {
    return form(lifted.ofOutputs(i -> objectives.coefficient(row, i), objectives.constant(row)));
  }

  /** In terms of the centred variables. */
  private Form form(Expression expression) {
    double[] row = new double[size()];
    double low = expression.lower();
    double high = expression.upper();
    double middle = low / 2 + high / 2;
    double error = Math.max(Outward.subUp(high, middle), Outward.subUp(middle, low));
    double magnitude = Math.abs(middle);
    row[0] = middle;
    for (int k = 0; k < expression.length(); k++) {
      double coefficient = expression.coefficient(k);
      Variable variable = variables.get(k);
      row[1 + k] = coefficient * variable.half;
      row[0] += coefficient * variable.middle;
      magnitude = Outward.addUp(magnitude, Outward.mulUp(Math.abs(coefficient), largest(k)));
    }
    double rounding = RoundingError.doubleGamma(expression.length() + 3L);
    error = Outward.addUp(error, Outward.mulUp(rounding, magnitude));
    return new Form(row, Outward.addUp(error, Outward.mulUp(row.length, 0x1p-1000)));
  }

  /** A bound of {@code |middle| + half}. */
  private double largest(int variable) {
    Variable of = variables.get(variable);
    return Outward.addUp(Math.abs(of.middle), of.half);
  }

  private Expression variable(double middle, double half) {
    variables.add(new Variable(middle, half));
    int number = variables.size() - 1;
    return Expression.variable(number, largest(number));
  }

  private final class Lift implements BoxExpressions.Variables {
    @Override
    public int count() {
      return variables.size();
    }

    @Override
    public Expression input(int neuron) {
      values.requireFinite(0, neuron);
      double l = values.lower(0, neuron);
      double u = values.upper(0, neuron);
      double middle = l / 2 + u / 2;
      return variable(middle, Math.max(Outward.subUp(u, middle), Outward.subUp(middle, l)));
    }

    @Override
    public Expression activation(Activation op, Node node, int neuron) {
      if (!(op instanceof Relu)) {
        throw unsupported(node);
      }
      double l = values.lower(node.input(), neuron);
      double u = values.upper(node.input(), neuron);
      if (u <= 0) {
        return Expression.between(0, 0);
      }
      if (l >= 0) {
        return lifted.at(node.input(), neuron);
      }
      values.requireFinite(node.input(), neuron);
      if (u <= NEXT_TO_KINK * (u - l) || values.isNegligible(node.input(), neuron)) {
        return Expression.between(0, u);
      }
      Expression before = lifted.at(node.input(), neuron);
      if (-l <= NEXT_TO_KINK * (u - l)) {
        Combination sum = new Combination(variables.size());
        sum.add(1, before);
        sum.add(1, Expression.between(0, -l));
        return sum.sum(0);
      }
      Expression output = variable(u / 2, u / 2);
      neurons.add(new Neuron(output.variable(), before, -l));
      return output;
    }
  }
}
