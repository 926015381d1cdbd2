package dev.hasse.compute.reference;

import static dev.hasse.numeric.Outward.addDown;
import static dev.hasse.numeric.Outward.addUp;
import static dev.hasse.numeric.Outward.mulDown;
import static dev.hasse.numeric.Outward.mulUp;
import static dev.hasse.numeric.Outward.subDown;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.compute.UnsupportedOpException;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.numeric.Logistic;
import dev.hasse.relax.ReluRelaxation;
import dev.hasse.relax.SigmoidRelaxation;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The verbs in plain Java. Every sum is rounded towards the side that keeps its promise, one
 * operation at a time; a coefficient of a row is only known to lie between its sum rounded down and
 * its sum rounded up, so the row keeps the lower one and pays the difference, times the largest
 * magnitude of the activation, from its constant.
 */
final class ReferenceLane implements Lane {
  private final ReferenceAffine[] affine;
  private final ReferencePoints points;
  private final ReferenceSlopes slopes = new ReferenceSlopes();

  ReferenceLane(ReferenceAffine[] affine) {
    this.affine = affine;
    this.points = new ReferencePoints(affine);
  }

  @Override
  public void close() {
    // holds nothing
  }

  @Override
  public Tensor.Interval upload(BoxBatch boxes) {
    var result = new ReferenceTensors.Interval(boxes.count(), boxes.dimension());
    for (int b = 0; b < boxes.count(); b++) {
      for (int i = 0; i < boxes.dimension(); i++) {
        result.set(b, i, boxes.lower(b, i), boxes.upper(b, i));
      }
    }
    return result;
  }

  @Override
  public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
    ReferenceAffine map = affine[node.id()];
    double error = map.relativeError();
    var x = (ReferenceTensors.Interval) input;
    var result = new ReferenceTensors.Interval(x.boxes(), map.outputs());
    for (int b = 0; b < x.boxes(); b++) {
      for (int i = 0; i < map.outputs(); i++) {
        double low = lowerTerm(map.bias(i), 1, 1, error);
        double high = -lowerTerm(-map.bias(i), 1, 1, error);
        int[] columns = map.columns(i);
        double[] weights = map.weights(i);
        for (int k = 0; k < columns.length; k++) {
          double l = x.lower()[b][columns[k]];
          double u = x.upper()[b][columns[k]];
          low = addDown(low, lowerTerm(weights[k], l, u, error));
          high = addUp(high, -lowerTerm(-weights[k], l, u, error));
        }
        result.set(b, i, low, high);
      }
    }
    return result;
  }

  /**
   * At most {@code w' x} for x in [l, u] and every w' that differs from w by the relative error.
   */
  private static double lowerTerm(double w, double l, double u, double relativeError) {
    double term = mulDown(w, w >= 0 ? l : u);
    if (relativeError == 0) {
      return term;
    }
    double magnitude = mulUp(Math.abs(w), Math.max(Math.abs(l), Math.abs(u)));
    return subDown(term, mulUp(relativeError, magnitude));
  }

  @Override
  public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
    boolean sigmoid = isSigmoid(node);
    var z = (ReferenceTensors.Interval) input;
    var result = new ReferenceTensors.Interval(z.boxes(), z.width());
    for (int b = 0; b < z.boxes(); b++) {
      for (int i = 0; i < z.width(); i++) {
        double l = z.lower()[b][i];
        double u = z.upper()[b][i];
        if (sigmoid) {
          result.set(b, i, Logistic.down(l), Logistic.up(u));
        } else {
          result.set(b, i, Math.max(0, l), Math.max(0, u));
        }
      }
    }
    return result;
  }

  @Override
  public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
    var x = (ReferenceTensors.Interval) left;
    var y = (ReferenceTensors.Interval) right;
    var result = new ReferenceTensors.Interval(x.boxes(), x.width());
    for (int b = 0; b < x.boxes(); b++) {
      for (int i = 0; i < x.width(); i++) {
        result.set(
            b,
            i,
            addDown(x.lower()[b][i], y.lower()[b][i]),
            addUp(x.upper()[b][i], y.upper()[b][i]));
      }
    }
    return result;
  }

  @Override
  public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
    Select select = (Select) node.op();
    var x = (ReferenceTensors.Interval) input;
    var result = new ReferenceTensors.Interval(x.boxes(), select.outputs());
    for (int b = 0; b < x.boxes(); b++) {
      for (int i = 0; i < select.outputs(); i++) {
        int source = select.source(i);
        if (source == Select.ZERO) {
          result.set(b, i, 0, 0);
        } else {
          result.set(b, i, x.lower()[b][source], x.upper()[b][source]);
        }
      }
    }
    return result;
  }

  @Override
  public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
    var x = (ReferenceTensors.Interval) bounds;
    var y = (ReferenceTensors.Interval) other;
    for (int b = 0; b < x.boxes(); b++) {
      for (int i = 0; i < x.width(); i++) {
        raise(x, b, i, y.lower()[b][i], y.upper()[b][i]);
      }
    }
  }

  private static void raise(
      ReferenceTensors.Interval bounds, int box, int neuron, double low, double high) {
    bounds.set(
        box,
        neuron,
        Math.max(bounds.lower()[box][neuron], low),
        Math.min(bounds.upper()[box][neuron], high));
  }

  @Override
  public void tighten(
      Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds rowBounds) {
    double[] found = ((ReferenceTensors.RowBounds) rowBounds).lower();
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < size; k++) {
        int neuron = selection.neuron(selection.start(b) + k);
        var interval = (ReferenceTensors.Interval) bounds;
        raise(interval, b, neuron, found[row + k], -found[row + size + k]);
      }
      row += 2 * size;
    }
  }

  @Override
  public RowSelection unstable(Node node, Tensor.Interval preActivation) {
    boolean sigmoid = isSigmoid(node);
    var z = (ReferenceTensors.Interval) preActivation;
    int[] start = new int[z.boxes() + 1];
    int[] neuron = new int[z.boxes() * z.width()];
    for (int b = 0; b < z.boxes(); b++) {
      int next = start[b];
      for (int i = 0; i < z.width(); i++) {
        double l = z.lower()[b][i];
        double u = z.upper()[b][i];
        if (sigmoid ? SigmoidRelaxation.isUnstable(l, u) : ReluRelaxation.isUnstable(l, u)) {
          neuron[next++] = i;
        }
      }
      start[b + 1] = next;
    }
    return new RowSelection(start, neuron);
  }

  @Override
  public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
    boolean sigmoid = isSigmoid(node);
    var z = (ReferenceTensors.Interval) preActivation;
    var result = new ReferenceTensors.Relaxation(z.boxes(), z.width());
    for (int b = 0; b < z.boxes(); b++) {
      for (int i = 0; i < z.width(); i++) {
        double l = z.lower()[b][i];
        double u = z.upper()[b][i];
        if (sigmoid) {
          sigmoidLines(result, b, i, l, u);
        } else {
          double slope = ReluRelaxation.upperSlope(l, u);
          result.lowerSlope()[b][i] = ReluRelaxation.lowerSlope(l, u);
          result.upperSlope()[b][i] = slope;
          result.upperIntercept()[b][i] = ReluRelaxation.upperIntercept(l, u, slope);
        }
        result.magnitude()[b][i] = z.magnitude(b, i);
      }
    }
    return result;
  }

  private static void sigmoidLines(
      ReferenceTensors.Relaxation lines, int box, int neuron, double l, double u) {
    double below = SigmoidRelaxation.lowerSlope(l, u);
    double above = SigmoidRelaxation.upperSlope(l, u);
    lines.lowerSlope()[box][neuron] = below;
    lines.upperSlope()[box][neuron] = above;
    lines.lowerIntercept()[box][neuron] = SigmoidRelaxation.lowerIntercept(l, u, below);
    lines.upperIntercept()[box][neuron] = SigmoidRelaxation.upperIntercept(l, u, above);
  }

  @Override
  public Tensor.Magnitude magnitude(Node node, Tensor.Interval input) {
    return new ReferenceTensors.Magnitude((ReferenceTensors.Interval) input);
  }

  @Override
  public Tensor.Rows startRows(
      Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
    return backAffine(node, unitRows(node.size(), selection, boxes), magnitude);
  }

  @Override
  public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
    var rows = rows(boxes, b -> 2 * selection.size(b), width);
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      int size = selection.size(b);
      for (int k = 0; k < size; k++) {
        int neuron = selection.neuron(selection.start(b) + k);
        rows.coefficients()[row + k][neuron] = 1;
        rows.coefficients()[row + size + k][neuron] = -1;
      }
      row += 2 * size;
    }
    return rows;
  }

  @Override
  public Tensor.Rows objectiveRows(Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
    var rows =
        rows(boxes, b -> objectives.start(b + 1) - objectives.start(b), objectives.outputs());
    int first = objectives.start(boxes.from());
    for (int r = 0; r < rows.rows(); r++) {
      rows.constant()[r] = objectives.constant(first + r);
      for (int i = 0; i < objectives.outputs(); i++) {
        rows.coefficients()[r][i] = objectives.coefficient(first + r, i);
      }
    }
    return rows;
  }

  private static ReferenceTensors.Rows rows(BoxRange boxes, IntUnaryOperator rowsOfBox, int width) {
    int total = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      total += rowsOfBox.applyAsInt(b);
    }
    int[] box = new int[total];
    int row = 0;
    for (int b = boxes.from(); b < boxes.to(); b++) {
      for (int k = rowsOfBox.applyAsInt(b); k > 0; k--) {
        box[row++] = b;
      }
    }
    return new ReferenceTensors.Rows(boxes, box, new double[total][width], new double[total]);
  }

  @Override
  public Tensor.Rows backActivation(Node node, Tensor.Rows rows, Tensor.Relaxation relaxation) {
    var from = (ReferenceTensors.Rows) rows;
    var lines = (ReferenceTensors.Relaxation) relaxation;
    var to = from.next(node.size());
    for (int r = 0; r < from.rows(); r++) {
      int b = from.box()[r];
      for (int i = 0; i < node.size(); i++) {
        double a = from.coefficients()[r][i];
        double slope = (a >= 0 ? lines.lowerSlope() : lines.upperSlope())[b][i];
        double intercept = (a >= 0 ? lines.lowerIntercept() : lines.upperIntercept())[b][i];
        double low = mulDown(a, slope);
        double high = mulUp(a, slope);
        to.coefficients()[r][i] = low;
        double constant = addDown(to.constant()[r], mulDown(a, intercept));
        to.constant()[r] = pay(constant, low, high, lines.magnitude()[b][i]);
      }
    }
    return to;
  }

  /** The constant less what a coefficient known to lie in [low, high] can be off by. */
  private static double pay(double constant, double low, double high, double magnitude) {
    return low == high ? constant : subDown(constant, mulUp(addUp(high, -low), magnitude));
  }

  @Override
  public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
    ReferenceAffine map = affine[node.id()];
    var from = (ReferenceTensors.Rows) rows;
    var input = ((ReferenceTensors.Magnitude) magnitude).input();
    var to = from.next(map.inputs());
    double[] high = new double[map.inputs()];
    for (int r = 0; r < from.rows(); r++) {
      double[] low = to.coefficients()[r];
      Arrays.fill(high, 0);
      double constant = to.constant()[r];
      for (int i = 0; i < map.outputs(); i++) {
        double a = from.coefficients()[r][i];
        if (a == 0) {
          continue;
        }
        constant = addDown(constant, lowerTerm(map.bias(i), a, a, map.relativeError()));
        int[] columns = map.columns(i);
        double[] weights = map.weights(i);
        for (int k = 0; k < columns.length; k++) {
          int j = columns[k];
          low[j] = addDown(low[j], lowerTerm(weights[k], a, a, map.relativeError()));
          high[j] = addUp(high[j], -lowerTerm(-weights[k], a, a, map.relativeError()));
        }
      }
      for (int j = 0; j < map.inputs(); j++) {
        constant = pay(constant, low[j], high[j], input.magnitude(from.box()[r], j));
      }
      to.constant()[r] = constant;
    }
    return to;
  }

  @Override
  public Tensor.Rows backSelect(Node node, Tensor.Rows rows) {
    Select select = (Select) node.op();
    var from = (ReferenceTensors.Rows) rows;
    var to = from.next(select.inputs());
    for (int r = 0; r < from.rows(); r++) {
      for (int i = 0; i < select.outputs(); i++) {
        if (select.source(i) != Select.ZERO) {
          to.coefficients()[r][select.source(i)] = from.coefficients()[r][i];
        }
      }
    }
    return to;
  }

  @Override
  public Tensor.Rows backAdd(Tensor.Rows rows, boolean withConstants) {
    var from = (ReferenceTensors.Rows) rows;
    double[][] coefficients = new double[from.rows()][];
    for (int r = 0; r < from.rows(); r++) {
      coefficients[r] = from.coefficients()[r].clone();
    }
    double[] constant = withConstants ? from.constant().clone() : new double[from.rows()];
    return new ReferenceTensors.Rows(from.range(), from.box(), coefficients, constant);
  }

  @Override
  public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
    var x = (ReferenceTensors.Rows) left;
    var y = (ReferenceTensors.Rows) right;
    var known = (ReferenceTensors.Interval) bounds;
    var sum = x.next(known.width());
    for (int r = 0; r < x.rows(); r++) {
      double constant = addDown(x.constant()[r], y.constant()[r]);
      for (int i = 0; i < known.width(); i++) {
        double low = addDown(x.coefficients()[r][i], y.coefficients()[r][i]);
        double high = addUp(x.coefficients()[r][i], y.coefficients()[r][i]);
        sum.coefficients()[r][i] = low;
        constant = pay(constant, low, high, known.magnitude(x.box()[r], i));
      }
      sum.constant()[r] = constant;
    }
    return sum;
  }

  @Override
  public Tensor.RowBounds concretize(Tensor.Rows rows, Tensor.Interval bounds) {
    var from = (ReferenceTensors.Rows) rows;
    var x = (ReferenceTensors.Interval) bounds;
    double[] lower = new double[from.rows()];
    for (int r = 0; r < from.rows(); r++) {
      int b = from.box()[r];
      double sum = from.constant()[r];
      for (int i = 0; i < x.width(); i++) {
        double a = from.coefficients()[r][i];
        sum = addDown(sum, mulDown(a, a >= 0 ? x.lower()[b][i] : x.upper()[b][i]));
      }
      lower[r] = Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }
    return new ReferenceTensors.RowBounds(lower);
  }

  @Override
  public Tensor.Slopes slopes(
      Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
    requireRelu(node);
    return slopes.of(
        (ReferenceTensors.Rows) rows, (ReferenceTensors.Interval) preActivation, values);
  }

  @Override
  public Tensor.Rows backActivation(
      Node node, Tensor.Rows rows, Tensor.Relaxation relaxation, Tensor.Slopes parameters) {
    requireRelu(node);
    return slopes.back(
        (ReferenceTensors.Rows) rows,
        (ReferenceTensors.Relaxation) relaxation,
        (ReferenceTensors.Slopes) parameters);
  }

  @Override
  public Tensor.Points forwardRelaxed(
      Node node,
      Tensor.Points given,
      Tensor.Rows rows,
      Tensor.Relaxation relaxation,
      Tensor.Slopes parameters) {
    requireRelu(node);
    return slopes.forward(
        (ReferenceTensors.Points) given,
        (ReferenceTensors.Rows) rows,
        (ReferenceTensors.Relaxation) relaxation,
        (ReferenceTensors.Slopes) parameters);
  }

  @Override
  public void ascend(
      Tensor.Slopes parameters, Tensor.Rows rows, Tensor.Points at, int step, float rate) {
    slopes.ascend(
        (ReferenceTensors.Slopes) parameters,
        (ReferenceTensors.Rows) rows,
        (ReferenceTensors.Points) at,
        step,
        rate);
  }

  @Override
  public Tensor.Points minimizer(Tensor.Rows rows, Tensor.Interval bounds) {
    return points.minimizer((ReferenceTensors.Rows) rows, (ReferenceTensors.Interval) bounds);
  }

  @Override
  public Tensor.Points uploadPoints(int width, double[] values) {
    return points.upload(width, values);
  }

  @Override
  public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
    return points.sample((ReferenceTensors.Interval) boxes, perBox, seed, firstBox);
  }

  @Override
  public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
    return points.affine(node, (ReferenceTensors.Points) input);
  }

  @Override
  public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
    var x = (ReferenceTensors.Points) input;
    return isSigmoid(node) ? points.sigmoid(x) : points.relu(x);
  }

  @Override
  public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
    return points.add((ReferenceTensors.Points) left, (ReferenceTensors.Points) right);
  }

  @Override
  public Tensor.Points forwardSelect(Node node, Tensor.Points input) {
    return points.select((Select) node.op(), (ReferenceTensors.Points) input);
  }

  @Override
  public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
    return points.divergence((ReferenceTensors.Points) left, (ReferenceTensors.Points) right);
  }

  /** An activation is a ReLU or this. */
  private static boolean isSigmoid(Node node) {
    return node.op() instanceof Sigmoid;
  }

  /** Only a ReLU has slopes of its own for each row. */
  private static void requireRelu(Node node) {
    if (!(node.op() instanceof Relu)) {
      throw new UnsupportedOpException(node, "alpha-CROWN on backend reference");
    }
  }
}
