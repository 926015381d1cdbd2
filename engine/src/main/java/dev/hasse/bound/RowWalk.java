package dev.hasse.bound;

import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;

/**
 * One block of rows on its way from a node down to another. At a sum of branches both get the
 * coefficients, one of them the constants; where branches meet again their rows are added.
 */
final class RowWalk implements OpVisitor<Void> {
  /** Takes rows through an activation. */
  interface Lines {
    /**
     * @param rows over the node; from here on its owner's concern
     * @return rows over the node's input
     */
    Tensor.Rows back(Node node, Tensor.Rows rows);
  }

  private final NodeBounds known;
  private final Lane lane;
  private final Lines lines;
  private final int stop;
  private final Tensor.Rows[] pending;
  private Node node;
  private Tensor.Rows rows;

  /**
   * @param stop the node where the walk ends
   */
  RowWalk(NodeBounds known, Lines lines, int stop) {
    this.known = known;
    this.lane = known.lane();
    this.lines = lines;
    this.stop = stop;
    this.pending = new Tensor.Rows[known.network().nodes().size()];
  }

  /** Hands rows over a node over; once before {@link #run}. */
  void arrive(int id, Tensor.Rows arriving) {
    if (pending[id] == null) {
      pending[id] = arriving;
    } else {
      Tensor.Rows both = lane.merge(pending[id], arriving, known.interval(id));
      pending[id].close();
      arriving.close();
      pending[id] = both;
    }
  }

  /** Walks from a node, which rows have arrived at, to the last; the caller closes the result. */
  Tensor.Rows run(int from) {
    for (int id = from; id > stop; id--) {
      if (pending[id] != null) {
        node = known.network().node(id);
        rows = pending[id];
        pending[id] = null;
        node.op().accept(this);
      }
    }
    Tensor.Rows result = pending[stop];
    pending[stop] = null;
    return result;
  }

  @Override
  public Void input(Input input) {
    throw new IllegalStateException("rows walked past the input");
  }

  @Override
  public Void affine(Affine affine) {
    arrive(node.input(), lane.backAffine(node, rows, known.magnitude(node)));
    rows.close();
    return null;
  }

  @Override
  public Void activation(Activation activation) {
    arrive(node.input(), lines.back(node, rows));
    return null;
  }

  @Override
  public Void add(Add add) {
    arrive(node.inputs().get(0), lane.backAdd(rows, true));
    arrive(node.inputs().get(1), lane.backAdd(rows, false));
    rows.close();
    return null;
  }

  @Override
  public Void select(Select select) {
    arrive(node.input(), lane.backSelect(node, rows));
    rows.close();
    return null;
  }
}
