package dev.hasse.compute.reference;

import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Node;
import java.util.List;

/** Faults of the verbs on rows with slopes and multipliers of their own. */
final class WrongSlopes {
  private WrongSlopes() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("slopes of rows out of range", lane -> new Kept(lane, true)),
        new WrongLane("multipliers of any sign", lane -> new Kept(lane, false)),
        new WrongLane("multipliers of the wrong sign", MultipliersTurned::new),
        new WrongLane("parameters mean what they meant at first", MeaningOfFirstBounds::new),
        new WrongLane("parameters not looked at again", NotLookedAtAgain::new),
        new WrongLane("intercept forgotten under slopes", InterceptForgotten::new),
        new WrongLane("price forgotten under slopes", PriceForgotten::new),
        new WrongLane("slopes of the relaxation instead of the row's", SlopesIgnored::new),
        new WrongLane("multipliers forgotten", MultipliersForgotten::new),
        new WrongLane("points through the line below alone", PointsBelow::new),
        new WrongLane("points through the ReLU", PointsThroughRelu::new),
        new WrongLane("descends", lane -> new OtherStep(lane, -1, 0)),
        new WrongLane("rate forgotten", lane -> new OtherStep(lane, 0, 0)),
        new WrongLane("every step the first", lane -> new OtherStep(lane, 1, 1)));
  }

  /** Stores parameters as they are given, of unstable neurons or of stable ones. */
  private static final class Kept extends DelegatingLane {
    private final boolean unstable;

    Kept(Lane lane, boolean unstable) {
      super(lane);
      this.unstable = unstable;
    }

    @Override
    public Tensor.Slopes slopes(
        Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
      var slopes = (ReferenceTensors.Slopes) super.slopes(node, rows, preActivation, values);
      int[] box = ((ReferenceTensors.Rows) rows).box();
      for (int r = 0; values != null && r < box.length; r++) {
        for (int i = 0; i < node.size(); i++) {
          float given = values[r * node.size() + i];
          if (slopes.isUnstable(box[r], i) == unstable && Float.isFinite(given)) {
            slopes.value()[r][i] = given;
          }
        }
      }
      return slopes;
    }
  }

  /** Takes rows through a ReLU in another way: each coefficient with its own line. */
  private abstract static class OtherRows extends DelegatingLane {
    OtherRows(Lane lane) {
      super(lane);
    }

    abstract void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int row);

    @Override
    public Tensor.Rows backActivation(
        Node node, Tensor.Rows rows, Tensor.Relaxation relaxation, Tensor.Slopes slopes) {
      var to = (ReferenceTensors.Rows) super.backActivation(node, rows, relaxation, slopes);
      var from = (ReferenceTensors.Rows) rows;
      var lines = (ReferenceTensors.Relaxation) relaxation;
      for (int r = 0; r < from.rows(); r++) {
        change(from, to, lines, (ReferenceTensors.Slopes) slopes, r);
      }
      return to;
    }
  }

  private static final class MultipliersTurned extends OtherRows {
    MultipliersTurned(Lane lane) {
      super(lane);
    }

    @Override
    void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int r) {
      for (int i = 0; i < to.coefficients()[r].length; i++) {
        if (!slopes.isUnstable(from.box()[r], i)) {
          double side = slopes.bounds().lower()[from.box()[r]][i] >= 0 ? 1 : -1;
          to.coefficients()[r][i] -= 2 * side * slopes.within(r, from.box()[r], i);
        }
      }
    }
  }

  /** Adds what was a slope once, and is no multiplier, after bounds were tightened. */
  private static final class NotLookedAtAgain extends OtherRows {
    NotLookedAtAgain(Lane lane) {
      super(lane);
    }

    @Override
    void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int r) {
      for (int i = 0; i < to.coefficients()[r].length; i++) {
        double parameter = slopes.within(r, from.box()[r], i);
        if (parameter != slopes.value()[r][i]) {
          double side = slopes.bounds().lower()[from.box()[r]][i] >= 0 ? 1 : -1;
          to.coefficients()[r][i] += side * (slopes.value()[r][i] - parameter);
        }
      }
    }
  }

  private static final class MultipliersForgotten extends OtherRows {
    MultipliersForgotten(Lane lane) {
      super(lane);
    }

    @Override
    void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int r) {
      int b = from.box()[r];
      for (int i = 0; i < to.coefficients()[r].length; i++) {
        if (!slopes.isUnstable(b, i)) {
          boolean active = slopes.bounds().lower()[b][i] >= 0;
          to.coefficients()[r][i] = active ? from.coefficients()[r][i] : 0;
        }
      }
    }
  }

  private static final class InterceptForgotten extends OtherRows {
    InterceptForgotten(Lane lane) {
      super(lane);
    }

    @Override
    void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int r) {
      to.constant()[r] = from.constant()[r];
    }
  }

  /** Coefficients and intercepts to nearest, nothing paid. */
  private static final class PriceForgotten extends OtherRows {
    PriceForgotten(Lane lane) {
      super(lane);
    }

    @Override
    void change(
        ReferenceTensors.Rows from,
        ReferenceTensors.Rows to,
        ReferenceTensors.Relaxation lines,
        ReferenceTensors.Slopes slopes,
        int r) {
      int b = from.box()[r];
      double constant = from.constant()[r];
      for (int i = 0; i < to.coefficients()[r].length; i++) {
        double a = from.coefficients()[r][i];
        double parameter = slopes.within(r, b, i);
        if (!slopes.isUnstable(b, i)) {
          boolean active = slopes.bounds().lower()[b][i] >= 0;
          to.coefficients()[r][i] = active ? a + parameter : -parameter;
        } else if (a >= 0) {
          to.coefficients()[r][i] = a * parameter;
        } else {
          to.coefficients()[r][i] = a * lines.upperSlope()[b][i];
          constant += a * lines.upperIntercept()[b][i];
        }
      }
      to.constant()[r] = constant;
    }
  }

  /** True, but not the rows that were asked for. */
  private static final class SlopesIgnored extends DelegatingLane {
    SlopesIgnored(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backActivation(
        Node node, Tensor.Rows rows, Tensor.Relaxation relaxation, Tensor.Slopes slopes) {
      return super.backActivation(node, rows, relaxation);
    }
  }

  /** Reads a parameter by the bounds that there were when it was made. */
  private static final class MeaningOfFirstBounds extends DelegatingLane {
    MeaningOfFirstBounds(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Slopes slopes(
        Node node, Tensor.Rows rows, Tensor.Interval preActivation, float[] values) {
      var bounds = (ReferenceTensors.Interval) preActivation;
      var first = new ReferenceTensors.Interval(bounds.boxes(), bounds.width());
      for (int b = 0; b < bounds.boxes(); b++) {
        for (int i = 0; i < bounds.width(); i++) {
          first.set(b, i, bounds.lower()[b][i], bounds.upper()[b][i]);
        }
      }
      return super.slopes(node, rows, first, values);
    }
  }

  private static final class PointsBelow extends DelegatingLane {
    PointsBelow(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points forwardRelaxed(
        Node node,
        Tensor.Points points,
        Tensor.Rows rows,
        Tensor.Relaxation relaxation,
        Tensor.Slopes slopes) {
      var from = (ReferenceTensors.Rows) rows;
      double[][] positive = new double[from.rows()][node.size()];
      var all = new ReferenceTensors.Rows(from.range(), from.box(), positive, from.constant());
      return super.forwardRelaxed(node, points, all, relaxation, slopes);
    }
  }

  private static final class PointsThroughRelu extends DelegatingLane {
    PointsThroughRelu(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points forwardRelaxed(
        Node node,
        Tensor.Points points,
        Tensor.Rows rows,
        Tensor.Relaxation relaxation,
        Tensor.Slopes slopes) {
      return super.forwardActivation(node, points);
    }
  }

  /** Another rate, or another number of the step. */
  private static final class OtherStep extends DelegatingLane {
    private final int factor;
    private final int step;

    /**
     * @param factor of the rate, 0 for a rate of 1
     * @param step what to take for each step, or 0
     */
    OtherStep(Lane lane, int factor, int step) {
      super(lane);
      this.factor = factor;
      this.step = step;
    }

    @Override
    public void ascend(
        Tensor.Slopes slopes, Tensor.Rows rows, Tensor.Points points, int number, float rate) {
      float changed = factor == 0 ? 1 : factor * rate;
      super.ascend(slopes, rows, points, step == 0 ? number : step, changed);
    }
  }
}
