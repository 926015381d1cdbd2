package dev.hasse.bound;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Activation;
import dev.hasse.network.Add;
import dev.hasse.network.Affine;
import dev.hasse.network.Input;
import dev.hasse.network.Node;
import dev.hasse.network.OpVisitor;
import dev.hasse.network.Select;

/**
 * Walks rows from a node back to the input and concretises them there (CROWN's backward pass). At a
 * sum of branches both get the coefficients, one of them the constants; where branches meet again
 * their rows are added.
 */
final class BackSubstitution {
  private final NodeBounds known;
  private final Lane lane;

  BackSubstitution(NodeBounds known) {
    this.known = known;
    this.lane = known.lane();
  }

  /** Bounds of the selected neurons of a node, two rows each. */
  Tensor.RowBounds neurons(Node node, RowSelection selection, BoxRange boxes) {
    Walk walk = new Walk(0);
    if (node.op() instanceof Affine) {
      walk.arrive(node.input(), lane.startRows(node, selection, boxes, known.magnitude(node)));
      return walk.run(node.input());
    }
    walk.arrive(node.id(), lane.unitRows(node.size(), selection, boxes));
    return walk.run(node.id());
  }

  /** Bounds of linear forms of the outputs, from the input's box. */
  Tensor.RowBounds objectives(Objectives objectives, BoxRange boxes) {
    return objectives(objectives, boxes, 0);
  }

  /**
   * Bounds of linear forms of the outputs by intervals with the trailing affine maps elided: the
   * rows stop at the last node that is no affine map of the one before.
   */
  Tensor.RowBounds objectivesOverLastActivation(Objectives objectives, BoxRange boxes) {
    Node node = known.network().output();
    while (node.op() instanceof Affine || node.op() instanceof Select) {
      node = known.network().node(node.input());
    }
    return objectives(objectives, boxes, node.id());
  }

  /** Linear forms of the outputs as rows over the input; the caller closes them. */
  Tensor.Rows rowsAtInput(Objectives objectives, BoxRange boxes) {
    int output = known.network().output().id();
    Walk walk = new Walk(0);
    walk.arrive(output, lane.objectiveRows(objectives, boxes, known.interval(output)));
    return walk.descend(output);
  }

  private Tensor.RowBounds objectives(Objectives objectives, BoxRange boxes, int stop) {
    int output = known.network().output().id();
    Walk walk = new Walk(stop);
    walk.arrive(output, lane.objectiveRows(objectives, boxes, known.interval(output)));
    return walk.run(output);
  }

  /** One block of rows on its way down; {@code pending} holds the rows that wait at each node. */
  private final class Walk implements OpVisitor<Void> {
    private final int stop;
    private final Tensor.Rows[] pending = new Tensor.Rows[known.network().nodes().size()];
    private Node node;
    private Tensor.Rows rows;

    Walk(int stop) {
      this.stop = stop;
    }

    Tensor.RowBounds run(int from) {
      try (Tensor.Rows arrived = descend(from)) {
        return lane.concretize(arrived, known.interval(stop));
      }
    }

    /** The rows where they stop. */
    Tensor.Rows descend(int from) {
      for (int id = from; id > stop; id--) {
        if (pending[id] != null) {
          node = known.network().node(id);
          rows = pending[id];
          pending[id] = null;
          node.op().accept(this);
          rows.close();
        }
      }
      return pending[stop];
    }

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

    @Override
    public Void input(Input input) {
      throw new IllegalStateException("rows walked past the input");
    }

    @Override
    public Void affine(Affine affine) {
      arrive(node.input(), lane.backAffine(node, rows, known.magnitude(node)));
      return null;
    }

    @Override
    public Void activation(Activation activation) {
      arrive(node.input(), lane.backActivation(node, rows, known.relaxation(node)));
      return null;
    }

    @Override
    public Void add(Add add) {
      arrive(node.inputs().get(0), lane.backAdd(rows, true));
      arrive(node.inputs().get(1), lane.backAdd(rows, false));
      return null;
    }

    @Override
    public Void select(Select select) {
      arrive(node.input(), lane.backSelect(node, rows));
      return null;
    }
  }
}
