package dev.hasse.bound.lattice;

import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.function.IntToDoubleFunction;

/**
 * The values of a network on one box as expressions of a model's variables, each found when it is
 * first asked for, after everything that it depends on. A value that hardly varies is its bounds.
 */
public final class BoxExpressions {
  /** A model as far as it is built: where variables come from. */
  public interface Variables {
    /** How many there are so far. */
    int count();

    /** One of the network's inputs. */
    Expression input(int neuron);

    /** A value of an activation's node. */
    Expression activation(Activation op, Node node, int neuron);
  }

  private final BoxValues values;
  private final Variables variables;
  private final Expression[][] known;

  public BoxExpressions(BoxValues values, Variables variables) {
    this.values = values;
    this.variables = variables;
    Network network = values.network();
    this.known = new Expression[network.nodes().size()][];
    network.nodes().forEach(node -> known[node.id()] = new Expression[node.size()]);
  }

  /** One value of a node. */
  public Expression at(int node, int neuron) {
    if (known[node][neuron] == null) {
      Node at = values.network().node(node);
      known[node][neuron] =
          values.isNegligible(node, neuron)
              ? Expression.between(values.lower(node, neuron), values.upper(node, neuron))
              : at.op().accept(new Visitor(at, neuron));
    }
    return known[node][neuron];
  }

  /** From now on a value is {@code expression}. */
  void replace(int node, int neuron, Expression expression) {
    known[node][neuron] = expression;
  }

  /** Finds all outputs; the model then has all variables that they need. */
  public void requireOutputs() {
    for (int i = 0; i < values.network().outputs(); i++) {
      at(values.network().output().id(), i);
    }
  }

  /** A linear form of the outputs, which have been required. */
  public Expression ofOutputs(IntToDoubleFunction coefficient, double constant) {
    Combination sum = new Combination(variables.count());
    for (int i = 0; i < values.network().outputs(); i++) {
      sum.add(coefficient.applyAsDouble(i), at(values.network().output().id(), i));
    }
    sum.add(constant);
    return sum.sum(0);
  }

  private final class Visitor implements OpVisitor<Expression> {
    private final Node node;
    private final int neuron;

    Visitor(Node node, int neuron) {
      this.node = node;
      this.neuron = neuron;
    }

    @Override
    public Expression input(Input op) {
      return variables.input(neuron);
    }

    @Override
    public Expression affine(Affine op) {
      op.forEachTerm(
          neuron,
          (j, weight) -> {
            if (weight != 0) {
              at(node.input(), j);
            }
          });
      Combination sum = new Combination(variables.count());
      op.forEachTerm(
          neuron,
          (j, weight) -> {
            if (weight != 0) {
              sum.add(weight, at(node.input(), j));
            }
          });
      sum.add(op.bias(neuron));
      return sum.sum(op.relativeError());
    }

    @Override
    public Expression add(Add op) {
      Expression left = at(node.inputs().get(0), neuron);
      Expression right = at(node.inputs().get(1), neuron);
      Combination sum = new Combination(variables.count());
      sum.add(1, left);
      sum.add(1, right);
      return sum.sum(0);
    }

    @Override
    public Expression select(Select op) {
      int source = op.source(neuron);
      return source == Select.ZERO ? Expression.between(0, 0) : at(node.input(), source);
    }

    @Override
    public Expression activation(Activation op) {
      return variables.activation(op, node, neuron);
    }
  }
}
