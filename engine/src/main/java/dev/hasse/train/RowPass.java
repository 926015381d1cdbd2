package dev.hasse.train;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;

/**
 * Lower bounds of linear forms of the outputs, and the way back from these to the parameters. The
 * forms go back through affine maps to the last ReLUs, and are bounded over their boxes: interval
 * bounds whose last layer is elided (Gowal et al. 2018). Or they go on through the ReLUs'
 * relaxations to the input: CROWN-IBP (Zhang et al. 2020, arXiv 1906.06316).
 */
final class RowPass {
  private final TrainingLane lane;
  private final Network network;
  private final BoxPart boxes;
  private final boolean throughRelus;
  private final Values[] rows;
  private final Values[] byRows;
  private final Values bounds;

  /**
   * Bounds the forms.
   *
   * @param forms coefficients over the outputs, the same number for each sample
   * @param boxes up to the last ReLU at least; gets gradients by {@link #back}
   * @param throughRelus whether to go on to the input
   */
  RowPass(TrainingLane lane, BoxPart boxes, Network network, Values forms, boolean throughRelus) {
    this.lane = lane;
    this.network = network;
    this.boxes = boxes;
    this.throughRelus = throughRelus;
    this.rows = new Values[network.nodes().size()];
    this.byRows = new Values[network.nodes().size()];
    this.bounds = lane.zeros(forms.rows(), 1);
    rows[network.output().id()] = forms;
    Descent descent = new Descent();
    for (int id = network.output().id(); id >= 0; id--) {
      if (rows[id] != null) {
        descent.node = network.node(id);
        descent.node.op().accept(descent);
      }
    }
  }

  /** The lower bound of each form, one a row. */
  Values bounds() {
    return bounds;
  }

  /**
   * Adds to the gradients of the parameters and of the boxes.
   *
   * @param gradient by {@link #bounds}
   */
  void back(Values gradient) {
    Ascent ascent = new Ascent(gradient);
    for (int id = 0; id <= network.output().id(); id++) {
      if (rows[id] != null) {
        ascent.node = network.node(id);
        byRows[id] = ascent.node.op().accept(ascent);
      }
    }
  }

  private boolean endsAt(Node node) {
    return node.op() instanceof Input || (node.op() instanceof Activation && !throughRelus);
  }

  /** Rows from a node to those that it reads. */
  private final class Descent implements OpVisitor<Void> {
    private Node node;

    private void pass(int to, Values more) {
      if (rows[to] == null) {
        rows[to] = more;
      } else {
        Values sum = lane.zeros(more.rows(), more.width());
        lane.add(sum, 1, rows[to]);
        lane.add(sum, 1, more);
        rows[to] = sum;
      }
    }

    private Void end() {
      lane.add(bounds, 1, lane.concretize(rows[node.id()], boxes.at(node.id())));
      return null;
    }

    @Override
    public Void input(Input op) {
      return end();
    }

    @Override
    public Void affine(Affine op) {
      lane.add(bounds, 1, lane.biasProduct(node, rows[node.id()]));
      pass(node.input(), lane.back(node, rows[node.id()], Factor.WEIGHTS));
      return null;
    }

    @Override
    public Void activation(Activation op) {
      if (endsAt(node)) {
        return end();
      }
      pass(node.input(), lane.relax(rows[node.id()], bounds, boxes.at(node.input())));
      return null;
    }

    @Override
    public Void add(Add op) {
      pass(node.inputs().get(0), rows[node.id()]);
      pass(node.inputs().get(1), rows[node.id()]);
      return null;
    }

    @Override
    public Void select(Select op) {
      pass(node.input(), lane.selectBack(node, rows[node.id()]));
      return null;
    }
  }

  /** The gradient by the rows of a node from those by the rows of what it reads. */
  private final class Ascent implements OpVisitor<Values> {
    private final Values byBounds;
    private Node node;

    Ascent(Values byBounds) {
      this.byBounds = byBounds;
    }

    private Values end() {
      Box ofBox = node.op() instanceof Input ? null : boxes.gradient(node);
      return lane.concretizeBack(rows[node.id()], byBounds, boxes.at(node.id()), ofBox);
    }

    @Override
    public Values input(Input op) {
      return end();
    }

    @Override
    public Values affine(Affine op) {
      Values byInput = byRows[node.input()];
      lane.addWeightGradient(node, rows[node.id()], byInput, Factor.WEIGHTS);
      lane.addBiasGradient(node, rows[node.id()], byBounds);
      if (node.equals(network.output())) {
        return null; // nobody asks for the gradient by the forms
      }
      Values result = lane.forward(node, byInput, Factor.WEIGHTS);
      lane.addBias(node, result, byBounds);
      return result;
    }

    @Override
    public Values activation(Activation op) {
      if (endsAt(node)) {
        return end();
      }
      return lane.relaxBack(
          rows[node.id()],
          byRows[node.input()],
          byBounds,
          boxes.at(node.input()),
          boxes.gradient(network.node(node.input())));
    }

    @Override
    public Values add(Add op) {
      Values sum = lane.zeros(byBounds.rows(), node.size());
      lane.add(sum, 1, byRows[node.inputs().get(0)]);
      lane.add(sum, 1, byRows[node.inputs().get(1)]);
      return sum;
    }

    @Override
    public Values select(Select op) {
      return lane.select(node, byRows[node.input()]);
    }
  }
}
