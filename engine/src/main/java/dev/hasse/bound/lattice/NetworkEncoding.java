package dev.hasse.bound.lattice;

import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.AffineVisitor;
import dev.hasse.network.Dense;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Scale;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
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
 * (Ehlers 2017, arXiv 1705.01320). Stable ones get neither. Only values that the outputs depend on
 * are in the model.
 */
final class NetworkEncoding {
  private static final int NO_ROW = -1;

  private final Quantities quantities;
  private final int box;
  private final RelaxationElement element;
  private final double widening;
  private final LinearModel.Builder builder = LinearModel.builder();
  private final Origins origins = new Origins();
  private final int[] chordRow;
  private final int outputNode;
  private final LinearModel model;

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
    this.quantities = new Quantities(bounds, box);
    this.box = box;
    this.element = element;
    this.widening = widening;
    this.chordRow = new int[element.layers().neurons()];
    Arrays.fill(chordRow, NO_ROW);
    Network network = bounds.network();
    this.outputNode = network.output().id();
    for (int i = 0; i < network.inputs(); i++) {
      require(0, i);
    }
    for (int i = 0; i < network.outputs(); i++) {
      require(outputNode, i);
    }
    this.model = builder.build();
  }

  LinearModel model() {
    return model;
  }

  /** A form that is at most this row of the objectives at every point. */
  LinearForm objective(Objectives objectives, int row) {
    RowBuilder sum = new RowBuilder(0, 0);
    for (int i = 0; i < objectives.outputs(); i++) {
      sum.add(objectives.coefficient(row, i), quantities, outputNode, i);
    }
    LinearForm form = sum.lowerForm();
    int[] columns = new int[form.size()];
    double[] values = new double[form.size()];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = form.column(k);
      values[k] = form.value(k);
    }
    return new LinearForm(
        columns, values, Outward.addDown(form.constant(), objectives.constant(row)));
  }

  /** The input part of a point of the model, moved into the box. */
  double[] input(double[] point) {
    double[] input = new double[quantities.network().inputs()];
    for (int i = 0; i < input.length; i++) {
      double l = quantities.lower(0, i);
      double u = quantities.upper(0, i);
      double value = quantities.isVariable(0, i) ? point[quantities.variable(0, i)] : l / 2 + u / 2;
      input[i] = Math.max(l, Math.min(u, value));
    }
    return input;
  }

  /** The point of the model that belongs to the network's values at an input of the box. */
  double[] point(NetworkBounds values) {
    return origins.point(model.variables(), values);
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
        double l = quantities.lower(before, neuron.index());
        double u = quantities.upper(before, neuron.index());
        score[number] += Math.abs(multipliers[chordRow[number]]) * (-l * u / (u - l));
      }
    }
  }

  /** Makes a value known, after everything it depends on. */
  private void require(int node, int neuron) {
    if (quantities.isKnown(node, neuron)) {
      return;
    }
    if (quantities.isNegligible(node, neuron)) {
      quantities.putNone(node, neuron);
      return;
    }
    Node at = quantities.network().node(node);
    at.op().accept(new Encoder(at, neuron));
  }

  /** Encodes one value of one node. */
  private final class Encoder implements OpVisitor<Void>, AffineVisitor<Void> {
    private final Node node;
    private final int neuron;

    Encoder(Node node, int neuron) {
      this.node = node;
      this.neuron = neuron;
    }

    @Override
    public Void input(Input input) {
      define(quantities.lower(0, neuron), quantities.upper(0, neuron));
      return null;
    }

    @Override
    public Void affine(Affine affine) {
      return affine.acceptForm(this);
    }

    @Override
    public Void dense(Dense dense) {
      RowBuilder row = new RowBuilder(-dense.bias(neuron), -dense.bias(neuron));
      double magnitude = Math.abs(dense.bias(neuron));
      for (int j = 0; j < dense.inputs(); j++) {
        double weight = dense.weights().at(neuron, j);
        if (weight != 0) {
          require(node.input(), j);
          row.add(weight, quantities, node.input(), j);
          magnitude = Outward.addUp(magnitude, Outward.mulUp(Math.abs(weight), largest(j)));
        }
      }
      row.widen(Outward.mulUp(dense.relativeError(), magnitude));
      return define(row);
    }

    @Override
    public Void scale(Scale scale) {
      RowBuilder row = new RowBuilder(-scale.shift(neuron), -scale.shift(neuron));
      double factor = scale.scale(neuron);
      require(node.input(), neuron);
      row.add(factor, quantities, node.input(), neuron);
      double magnitude =
          Outward.addUp(
              Math.abs(scale.shift(neuron)), Outward.mulUp(Math.abs(factor), largest(neuron)));
      row.widen(Outward.mulUp(scale.relativeError(), magnitude));
      return define(row);
    }

    private double largest(int j) {
      int input = node.input();
      return Math.max(Math.abs(quantities.lower(input, j)), Math.abs(quantities.upper(input, j)));
    }

    @Override
    public Void add(Add add) {
      int left = node.inputs().get(0);
      int right = node.inputs().get(1);
      require(left, neuron);
      require(right, neuron);
      RowBuilder row = new RowBuilder(0, 0);
      if (isSameVariable(left, right)) {
        row.add(2, quantities, left, neuron);
      } else {
        row.add(1, quantities, left, neuron);
        row.add(1, quantities, right, neuron);
      }
      return define(row);
    }

    private boolean isSameVariable(int left, int right) {
      return quantities.isVariable(left, neuron)
          && quantities.isVariable(right, neuron)
          && quantities.variable(left, neuron) == quantities.variable(right, neuron);
    }

    @Override
    public Void select(Select select) {
      int source = select.source(neuron);
      require(node.input(), source);
      alias(node.input(), source);
      return null;
    }

    private void alias(int of, int ofNeuron) {
      if (quantities.isVariable(of, ofNeuron)) {
        quantities.put(node.id(), neuron, quantities.variable(of, ofNeuron));
      } else {
        quantities.putNone(node.id(), neuron);
      }
    }

    @Override
    public Void activation(Activation activation) {
      double l = quantities.lower(node.input(), neuron);
      double u = quantities.upper(node.input(), neuron);
      if (u <= 0) {
        quantities.putNone(node.id(), neuron);
        return null;
      }
      require(node.input(), neuron);
      if (l >= 0 || !quantities.isVariable(node.input(), neuron)) {
        alias(node.input(), neuron);
        return null;
      }
      requireFinite(l, u);
      int z = quantities.variable(node.input(), neuron);
      int x = builder.variable(0, builder.upper(z));
      quantities.put(node.id(), neuron, x);
      origins.value(x, node.id(), neuron);
      row(0, Double.POSITIVE_INFINITY, x, 1, z, -1);
      int layer = element.layers().layer(node);
      Neuron relu = new Neuron(layer, neuron);
      if (element.isExact(relu)) {
        bigM(x, z);
      } else {
        chordRow[element.layers().number(relu)] = triangle(x, z, l, u);
      }
      return null;
    }

    /** {@code x <= z - l (1 - d), x <= u d}: the kink's side is d. */
    private void bigM(int x, int z) {
      double l = builder.lower(z);
      double u = builder.upper(z);
      int d = builder.binary();
      origins.side(d, node.input(), neuron);
      builder.row(
          new LinearForm(new int[] {x, z, d}, new double[] {1, -1, -l}, 0),
          Double.NEGATIVE_INFINITY,
          -l);
      row(Double.NEGATIVE_INFINITY, 0, x, 1, d, -u);
    }

    /** {@code x <= s z + t}, sound for the slope as stored; returns the row. */
    private int triangle(int x, int z, double l, double u) {
      double slope = ReluRelaxation.upperSlope(l, u);
      double intercept = ReluRelaxation.upperIntercept(l, u, slope);
      return row(Double.NEGATIVE_INFINITY, intercept, x, 1, z, -slope);
    }

    private int row(double from, double to, int first, double a, int second, double b) {
      return builder.row(
          new LinearForm(new int[] {first, second}, new double[] {a, b}, 0), from, to);
    }

    /** A new variable that the row, the map's terms without it, determines. */
    private Void define(RowBuilder row) {
      double l = quantities.lower(node.id(), neuron);
      double u = quantities.upper(node.id(), neuron);
      requireFinite(l, u);
      int z =
          define(
              Outward.subDown(l, widening * Math.max(1, Math.abs(l))),
              Outward.addUp(u, widening * Math.max(1, Math.abs(u))));
      row.add(-1, z);
      row.addTo(builder);
      return null;
    }

    private int define(double from, double to) {
      requireFinite(from, to);
      int variable = builder.variable(from, to);
      quantities.put(node.id(), neuron, variable);
      origins.value(variable, node.id(), neuron);
      return variable;
    }

    private void requireFinite(double l, double u) {
      if (!Double.isFinite(l) || !Double.isFinite(u)) {
        throw new UnboundedException(
            "value %d of node '%s' lies between %s and %s on box %d"
                .formatted(neuron, node.name(), l, u, box));
      }
    }
  }
}
