package dev.hasse.train;

import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass up a network and back: what each node is on the way up, what a loss changes by when it
 * does on the way back. Whoever has a loss adds its gradient by any nodes ({@link #gradient}) and
 * then calls {@link #back}.
 *
 * @param <T> activations of one node for some samples
 */
final class GraphPass<T> {
  private final Network network;
  private final PassVerbs<T> verbs;
  private final int samples;
  private final int last;
  private final List<T> values = new ArrayList<>();
  private final List<T> gradients = new ArrayList<>();

  /**
   * Goes up.
   *
   * @param input at the network's input, for so many samples
   * @param last id of the last node that is wanted
   */
  GraphPass(Network network, PassVerbs<T> verbs, T input, int samples, int last) {
    this.network = network;
    this.verbs = verbs;
    this.samples = samples;
    this.last = last;
    Forward forward = new Forward(input);
    for (int id = 0; id <= last; id++) {
      forward.node = network.node(id);
      values.add(forward.node.op().accept(forward));
      gradients.add(null);
    }
  }

  int samples() {
    return samples;
  }

  T at(int node) {
    return values.get(node);
  }

  /** The gradient by a node so far, to be added to before {@link #back}. */
  T gradient(Node node) {
    if (gradients.get(node.id()) == null) {
      gradients.set(node.id(), verbs.zeros(samples, node.size()));
    }
    return gradients.get(node.id());
  }

  /** Goes back, down to the parameters of the first affine map; not to the input. */
  void back() {
    run(new Back(true));
  }

  /** Goes back to the input, past the parameters, and returns the gradient by the input. */
  T backToInput() {
    run(new Back(false));
    return gradient(network.node(0));
  }

  private void run(Back back) {
    for (int id = last; id > 0; id--) {
      if (gradients.get(id) != null) {
        back.node = network.node(id);
        back.node.op().accept(back);
      }
    }
  }

  private void pass(int node, T gradient) {
    if (gradients.get(node) == null) {
      gradients.set(node, gradient);
    } else {
      verbs.addTo(gradients.get(node), gradient);
    }
  }

  /** The message for what cannot be trained. */
  static UnsupportedOpException unsupported(Node node) {
    return new UnsupportedOpException(node, "training");
  }

  private final class Forward implements OpVisitor<T> {
    private final T input;
    private Node node;

    Forward(T input) {
      this.input = input;
    }

    @Override
    public T input(Input op) {
      return input;
    }

    @Override
    public T affine(Affine op) {
      return verbs.affine(node, at(node.input()));
    }

    @Override
    public T activation(Activation op) {
      if (!(op instanceof Relu)) {
        throw unsupported(node);
      }
      return verbs.relu(at(node.input()));
    }

    @Override
    public T add(Add op) {
      return verbs.add(at(node.inputs().get(0)), at(node.inputs().get(1)));
    }

    @Override
    public T select(Select op) {
      return verbs.select(node, at(node.input()));
    }
  }

  private final class Back implements OpVisitor<Void> {
    private final boolean toParameters;
    private Node node;

    Back(boolean toParameters) {
      this.toParameters = toParameters;
    }

    @Override
    public Void input(Input op) {
      return null;
    }

    @Override
    public Void affine(Affine op) {
      T gradient = gradients.get(node.id());
      if (toParameters) {
        verbs.affineParameters(node, at(node.input()), gradient);
      }
      if (node.input() != 0 || !toParameters) {
        pass(node.input(), verbs.affineBack(node, gradient));
      }
      return null;
    }

    @Override
    public Void activation(Activation op) {
      pass(node.input(), verbs.reluBack(at(node.input()), gradients.get(node.id())));
      return null;
    }

    @Override
    public Void add(Add op) {
      // One of the two may be changed later on, so the other has a copy.
      T copy = verbs.zeros(samples, node.size());
      verbs.addTo(copy, gradients.get(node.id()));
      pass(node.inputs().get(0), gradients.get(node.id()));
      pass(node.inputs().get(1), copy);
      return null;
    }

    @Override
    public Void select(Select op) {
      pass(node.input(), verbs.selectBack(node, gradients.get(node.id())));
      return null;
    }
  }
}
