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
import dev.hasse.numeric.Outward;

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
  private final int each;
  private final int[] groups; // whose rows a sample has; null if all have their own
  private final Values[] rows;
  private final Values[] byRows;
  private final Values constants;
  private final Values least; // over boxes, of width 1

  private RowPass(
      TrainingLane lane, BoxPart boxes, Network network, Values forms, int each, int[] groups) {
    this.lane = lane;
    this.network = network;
    this.boxes = boxes;
    this.each = each;
    this.groups = groups;
    this.rows = new Values[network.nodes().size()];
    this.byRows = new Values[network.nodes().size()];
    this.constants = lane.zeros(forms.rows(), 1);
    this.least = groups == null ? constants : lane.zeros(boxes.count() * each, 1);
    rows[network.output().id()] = forms;
    Descent descent = new Descent();
    for (int id = network.output().id(); id >= 0; id--) {
      if (rows[id] != null) {
        descent.node = network.node(id);
        descent.node.op().accept(descent);
      }
    }
  }

  /**
   * By CROWN-IBP.
   *
   * @param boxes up to the last ReLU at least; gets gradients by {@link #back}
   * @param forms coefficients over the outputs, the same number for each sample
   */
  static RowPass crown(TrainingLane lane, BoxPart boxes, Network network, Values forms) {
    return new RowPass(lane, boxes, network, forms, forms.rows() / boxes.count(), null);
  }

  /**
   * By intervals. Rows do not depend on boxes before these end them, so samples share them.
   *
   * @param forms the same number for each group
   * @param groups one a sample
   */
  static RowPass intervals(
      TrainingLane lane, BoxPart boxes, Network network, Values forms, int each, int[] groups) {
    return new RowPass(lane, boxes, network, forms, each, groups);
  }

  /** The lower bound of each form of each sample. */
  double[] bounds() {
    double[] bounds = lane.download(least);
    if (groups != null) {
      double[] shared = lane.download(constants);
      for (int k = 0; k < bounds.length; k++) {
        bounds[k] += shared[rowOf(k)];
      }
    }
    return bounds;
  }

  private int rowOf(int bound) {
    return groups[bound / each] * each + bound % each;
  }

  /**
   * Adds to the gradients of the parameters and of the boxes.
   *
   * @param gradient by {@link #bounds}
   */
  void back(float[] gradient) {
    Values byLeast = lane.upload(gradient.length, 1, gradient);
    Ascent ascent = new Ascent(byLeast, groups == null ? byLeast : byConstants(gradient));
    for (int id = 0; id <= network.output().id(); id++) {
      if (rows[id] != null) {
        ascent.node = network.node(id);
        byRows[id] = ascent.node.op().accept(ascent);
      }
    }
  }

  private Values byConstants(float[] gradient) {
    double[] sums = new double[constants.rows()];
    for (int k = 0; k < gradient.length; k++) {
      sums[rowOf(k)] += gradient[k];
    }
    float[] rounded = new float[sums.length];
    for (int k = 0; k < sums.length; k++) {
      rounded[k] = Outward.floatNearest(sums[k]);
    }
    return lane.upload(rounded.length, 1, rounded);
  }

  private boolean endsAt(Node node) {
    return node.op() instanceof Input || (node.op() instanceof Activation && groups != null);
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
      Values ends = rows[node.id()];
      Box box = boxes.at(node.id());
      lane.add(
          least,
          1,
          groups == null
              ? lane.concretize(ends, box)
              : lane.concretizeShared(ends, each, groups, box));
      return null;
    }

    @Override
    public Void input(Input op) {
      return end();
    }

    @Override
    public Void affine(Affine op) {
      lane.add(constants, 1, lane.biasProduct(node, rows[node.id()]));
      pass(node.input(), lane.back(node, rows[node.id()], Factor.WEIGHTS));
      return null;
    }

    @Override
    public Void activation(Activation op) {
      if (endsAt(node)) {
        return end();
      }
      pass(node.input(), lane.relax(rows[node.id()], constants, boxes.at(node.input())));
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
    private final Values byLeast;
    private final Values byConstants;
    private Node node;

    Ascent(Values byLeast, Values byConstants) {
      this.byLeast = byLeast;
      this.byConstants = byConstants;
    }

    private Values end() {
      Values ends = rows[node.id()];
      Box box = boxes.at(node.id());
      if (groups == null) {
        return lane.concretizeBack(ends, byLeast, box);
      }
      Box ofBox = node.op() instanceof Input ? null : boxes.gradientOfAll(node);
      return lane.concretizeSharedBack(ends, each, groups, byLeast, box, ofBox, boxes.from());
    }

    @Override
    public Values input(Input op) {
      return end();
    }

    @Override
    public Values affine(Affine op) {
      Values byInput = byRows[node.input()];
      lane.addWeightGradient(node, rows[node.id()], byInput, Factor.WEIGHTS);
      lane.addBiasGradient(node, rows[node.id()], byConstants);
      if (node.equals(network.output())) {
        return null; // nobody asks for the gradient by the forms
      }
      Values result = lane.forward(node, byInput, Factor.WEIGHTS);
      lane.addBias(node, result, byConstants);
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
          byConstants,
          boxes.at(node.input()),
          boxes.gradientOfAll(network.node(node.input())),
          boxes.from());
    }

    @Override
    public Values add(Add op) {
      Values sum = lane.zeros(byConstants.rows(), node.size());
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
