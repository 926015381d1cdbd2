package dev.hasse.judge;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All activation patterns of a network of two inputs that occur on a box, in exact arithmetic. On
 * the points of one pattern, a convex polygon, the network is affine, so that an output's minimum
 * lies at a corner. No solver and no rounding are involved.
 */
public final class PatternEnumeration {
  private final Network network;
  private final List<Node> activations;
  private final int[][] signs;
  private final List<Cell> cells = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cell(Polygon polygon, PlaneForm[] outputs) {}

  /**
   * Enumerates the patterns.
   *
   * @param box of two coordinates, each of positive width
   */
  public PatternEnumeration(Network network, BoxBatch box) {
    this(network, box, null);
  }

  /**
   * Enumerates the patterns with given signs. What has no interior does not occur.
   *
   * @param box of two coordinates, each of positive width
   * @param signs of pre-activations, {@code [activation][neuron]}: positive, negative, or 0 for
   *     any; null for any throughout
   */
  public PatternEnumeration(Network network, BoxBatch box, int[][] signs) {
    this.network = network;
    this.activations =
        network.nodes().stream().filter(node -> node.op() instanceof Activation).toList();
    this.signs = signs;
    Polygon all = Polygon.box(box.lower(0, 0), box.upper(0, 0), box.lower(0, 1), box.upper(0, 1));
    PlaneForm[][] known = new PlaneForm[network.nodes().size()][];
    known[0] =
        new PlaneForm[] {
          new PlaneForm(Dyadic.ONE, Dyadic.ZERO, Dyadic.ZERO),
          new PlaneForm(Dyadic.ZERO, Dyadic.ONE, Dyadic.ZERO)
        };
    node(1, known, all);
  }

  /** How many patterns there are. */
  public int patterns() {
    return cells.size();
  }

  /**
   * Whether all constraints, with so much added to each left side, hold on a part with an interior.
   */
  public boolean hold(List<OutputConstraint> conjunction, double added) {
    return cells.stream().anyMatch(cell -> hold(cell, conjunction, added));
  }

  private static boolean hold(Cell cell, List<OutputConstraint> conjunction, double added) {
    Optional<Polygon> left = Optional.of(cell.polygon);
    for (OutputConstraint constraint : conjunction) {
      PlaneForm sum = PlaneForm.constant(constraint.constant()).plus(PlaneForm.constant(added));
      for (int i = 0; i < cell.outputs.length; i++) {
        sum = sum.plus(cell.outputs[i].times(Dyadic.of(constraint.coefficient(i))));
      }
      PlaneForm form = sum;
      left = left.flatMap(polygon -> polygon.clip(form.negate()));
    }
    return left.isPresent();
  }

  /** The exact minimum of a row of objectives over the box. */
  public Fraction minimum(Objectives objectives, int row) {
    return cells.stream()
        .map(cell -> cell.polygon.minimum(form(cell, objectives, row)))
        .min(Fraction::compareTo)
        .orElseThrow();
  }

  private static PlaneForm form(Cell cell, Objectives objectives, int row) {
    PlaneForm sum = PlaneForm.constant(objectives.constant(row));
    for (int i = 0; i < objectives.outputs(); i++) {
      sum = sum.plus(cell.outputs[i].times(Dyadic.of(objectives.coefficient(row, i))));
    }
    return sum;
  }

  /** What follows from a node on, on a polygon where the nodes before are these affine forms. */
  private void node(int id, PlaneForm[][] before, Polygon polygon) {
    if (id == network.nodes().size()) {
      cells.add(new Cell(polygon, before[id - 1]));
      return;
    }
    PlaneForm[][] known = before.clone();
    Node node = network.node(id);
    known[id] = node.op().accept(new Step(node, known));
    if (node.op() instanceof Activation) {
      neuron(id, 0, known, polygon);
    } else {
      node(id + 1, known, polygon);
    }
  }

  private void neuron(int id, int neuron, PlaneForm[][] known, Polygon polygon) {
    if (neuron == known[id].length) {
      node(id + 1, known, polygon);
      return;
    }
    PlaneForm form = known[id][neuron];
    int sign = signs == null ? 0 : signs[activations.indexOf(network.node(id))][neuron];
    if (!polygon.hasNegative(form)) {
      if (sign >= 0 || !polygon.hasNegative(form.negate())) {
        neuron(id, neuron + 1, known, polygon);
      }
      return;
    }
    Optional<Polygon> active = sign < 0 ? Optional.empty() : polygon.clip(form);
    if (active.isPresent()) {
      neuron(id, neuron + 1, known, active.get());
    }
    if (sign > 0) {
      return;
    }
    PlaneForm[][] inactive = known.clone();
    inactive[id] = known[id].clone();
    inactive[id][neuron] = PlaneForm.ZERO;
    // Negative somewhere, so this part has an interior.
    neuron(id, neuron + 1, inactive, polygon.clip(form.negate()).orElseThrow());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(Node node, PlaneForm[][] known) implements OpVisitor<PlaneForm[]> {
    @Override
    public PlaneForm[] input(Input input) {
      throw new IllegalStateException("the input is known");
    }

    @Override
    public PlaneForm[] affine(Affine affine) {
      PlaneForm[] from = known[node.input()];
      PlaneForm[] image = new PlaneForm[affine.outputs()];
      for (int i = 0; i < image.length; i++) {
        int at = i;
        image[i] = PlaneForm.constant(affine.bias(i));
        affine.forEachTerm(
            i, (j, weight) -> image[at] = image[at].plus(from[j].times(Dyadic.of(weight))));
      }
      return image;
    }

    /** The pre-activations; who asks decides the pattern. */
    @Override
    public PlaneForm[] activation(Activation activation) {
      return known[node.input()].clone();
    }

    @Override
    public PlaneForm[] add(Add add) {
      PlaneForm[] sum = known[node.inputs().get(0)].clone();
      PlaneForm[] other = known[node.inputs().get(1)];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = sum[i].plus(other[i]);
      }
      return sum;
    }

    @Override
    public PlaneForm[] select(Select select) {
      PlaneForm[] image = new PlaneForm[select.outputs()];
      for (int i = 0; i < image.length; i++) {
        int source = select.source(i);
        image[i] = source == Select.ZERO ? PlaneForm.ZERO : known[node.input()][source];
      }
      return image;
    }
  }
}
