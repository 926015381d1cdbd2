package dev.hasse.compute.reference;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import java.util.Arrays;
import java.util.List;

/** Faults of the verbs on rows, other than of rounding. */
final class WrongRows {
  private WrongRows() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("rows of the next box", NextBox::new),
        new WrongLane("rows ignore where their range begins", RangeFromZero::new),
        new WrongLane("only z rows", SignForgotten::new),
        new WrongLane("bias forgotten on the way back", BiasForgotten::new),
        new WrongLane("constants of objectives lost", ObjectiveConstantsLost::new),
        new WrongLane("both summands get the constants", ConstantsTwice::new),
        new WrongLane("merging loses constants", MergeLosesConstants::new),
        new WrongLane("index map applied forwards", SelectForwards::new),
        new WrongLane("chord too flat", ChordTooFlat::new),
        new WrongLane("chord without intercept", InterceptDropped::new),
        new WrongLane("chord of the slope, not of the interval", InterceptOfUpperEnd::new),
        new WrongLane("lower line of the active side always", LowerLineIdentity::new),
        new WrongLane("concretised at the centre", AtCentre::new));
  }

  private static ReferenceTensors.Rows withBoxes(Tensor.Rows tensor, int shift, int boxes) {
    var rows = (ReferenceTensors.Rows) tensor;
    int[] box = Arrays.stream(rows.box()).map(b -> Math.floorMod(b + shift, boxes)).toArray();
    return new ReferenceTensors.Rows(rows.range(), box, rows.coefficients(), rows.constant());
  }

  private static final class NextBox extends DelegatingLane {
    NextBox(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
      return withBoxes(super.unitRows(width, selection, boxes), 1, selection.boxes());
    }
  }

  private static final class RangeFromZero extends DelegatingLane {
    RangeFromZero(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows startRows(
        Node node, RowSelection selection, BoxRange boxes, Tensor.Magnitude magnitude) {
      Tensor.Rows rows = super.startRows(node, selection, boxes, magnitude);
      return withBoxes(rows, -boxes.from(), selection.boxes());
    }
  }

  private static final class SignForgotten extends DelegatingLane {
    SignForgotten(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows unitRows(int width, RowSelection selection, BoxRange boxes) {
      var rows = (ReferenceTensors.Rows) super.unitRows(width, selection, boxes);
      for (double[] row : rows.coefficients()) {
        Arrays.setAll(row, i -> Math.abs(row[i]));
      }
      return rows;
    }
  }

  private static final class BiasForgotten extends DelegatingLane {
    BiasForgotten(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
      var back = (ReferenceTensors.Rows) super.backAffine(node, rows, magnitude);
      double[] before = ((ReferenceTensors.Rows) rows).constant();
      System.arraycopy(before, 0, back.constant(), 0, before.length);
      return back;
    }
  }

  private static final class ObjectiveConstantsLost extends DelegatingLane {
    ObjectiveConstantsLost(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows objectiveRows(
        Objectives objectives, BoxRange boxes, Tensor.Interval outputs) {
      var rows = (ReferenceTensors.Rows) super.objectiveRows(objectives, boxes, outputs);
      Arrays.fill(rows.constant(), 0);
      return rows;
    }
  }

  private static final class ConstantsTwice extends DelegatingLane {
    ConstantsTwice(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backAdd(Tensor.Rows rows, boolean withConstants) {
      return super.backAdd(rows, true);
    }
  }

  private static final class MergeLosesConstants extends DelegatingLane {
    MergeLosesConstants(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
      return super.merge(left, super.backAdd(right, false), bounds);
    }
  }

  private static final class SelectForwards extends DelegatingLane {
    SelectForwards(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backSelect(Node node, Tensor.Rows rows) {
      Select select = (Select) node.op();
      var from = (ReferenceTensors.Rows) rows;
      var to = from.next(select.inputs());
      for (int r = 0; r < from.rows(); r++) {
        for (int i = 0; i < select.outputs(); i++) {
          to.coefficients()[r][i] =
              from.coefficients()[r][Math.floorMod(select.source(i), select.outputs())];
        }
      }
      return to;
    }
  }

  private static final class ChordTooFlat extends DelegatingLane {
    ChordTooFlat(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
      var lines = (ReferenceTensors.Relaxation) super.relax(node, preActivation);
      for (double[] slopes : lines.upperSlope()) {
        Arrays.setAll(slopes, i -> slopes[i] == 1 ? 1 : slopes[i] * (1 - 0x1p-10));
      }
      return lines;
    }
  }

  private static final class InterceptDropped extends DelegatingLane {
    InterceptDropped(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
      var lines = (ReferenceTensors.Relaxation) super.relax(node, preActivation);
      Arrays.stream(lines.upperIntercept()).forEach(row -> Arrays.fill(row, 0));
      return lines;
    }
  }

  /** The chord's intercept from one end alone, to nearest: right but for rounding of the slope. */
  private static final class InterceptOfUpperEnd extends DelegatingLane {
    InterceptOfUpperEnd(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
      var z = (ReferenceTensors.Interval) preActivation;
      var lines = (ReferenceTensors.Relaxation) super.relax(node, preActivation);
      for (int b = 0; b < z.boxes(); b++) {
        for (int i = 0; i < z.width(); i++) {
          if (z.lower()[b][i] < 0 && z.upper()[b][i] > 0) {
            lines.upperIntercept()[b][i] = -lines.upperSlope()[b][i] * z.lower()[b][i];
          }
        }
      }
      return lines;
    }
  }

  /** True, but not the line that was asked for. */
  private static final class LowerLineIdentity extends DelegatingLane {
    LowerLineIdentity(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
      var lines = (ReferenceTensors.Relaxation) super.relax(node, preActivation);
      Arrays.stream(lines.lowerSlope()).forEach(row -> Arrays.fill(row, 1));
      return lines;
    }
  }

  private static final class AtCentre extends DelegatingLane {
    AtCentre(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.RowBounds concretize(Tensor.Rows rows, Tensor.Interval bounds) {
      var box = (ReferenceTensors.Interval) bounds;
      var centre = new ReferenceTensors.Interval(box.boxes(), box.width());
      for (int b = 0; b < box.boxes(); b++) {
        for (int i = 0; i < box.width(); i++) {
          double middle = box.lower()[b][i] / 2 + box.upper()[b][i] / 2;
          centre.set(b, i, middle, middle);
        }
      }
      return super.concretize(rows, centre);
    }
  }
}
