package dev.hasse.compute.reference;

import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Affine;
import dev.hasse.network.Convolution;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Scale;
import java.util.Arrays;
import java.util.List;

/** Arithmetic that is right but for rounding: what a backend does that forgets about it. */
final class WrongRounding {
  private WrongRounding() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("affine bounds in floats without inflation", FloatBounds::new),
        new WrongLane("affine bounds to nearest", NearestBounds::new),
        new WrongLane("sums of intervals to nearest", NearestSums::new),
        new WrongLane("rows in floats, error not paid", FloatRows::new),
        new WrongLane("rows to nearest, error not paid", NearestRows::new),
        new WrongLane("merging to nearest, error not paid", NearestMerge::new),
        new WrongLane("concretised to nearest", NearestConcretize::new),
        new WrongLane("errors of weights ignored", WeightErrorsIgnored::new));
  }

  /** The map of one node, without the errors of its weights. */
  private static ReferenceAffine map(Node node) {
    Affine exact = exact((Affine) node.op());
    Network.Builder builder = Network.builder("one map", exact.inputs());
    return ReferenceAffine.of(builder.build(builder.affine("map", exact, 0)))[1];
  }

  private static Affine exact(Affine affine) {
    if (affine instanceof Dense dense) {
      double[] bias = new double[dense.outputs()];
      Arrays.setAll(bias, dense::bias);
      return new Dense(dense.weights(), bias, 0);
    }
    if (affine instanceof Convolution of) {
      double[] bias = new double[of.outputChannels()];
      Arrays.setAll(bias, of::channelBias);
      return new Convolution(
          of.inputChannels(), of.groups(), of.rows(), of.columns(), of.weights(), bias, 0);
    }
    Scale scale = (Scale) affine;
    double[] factors = new double[scale.outputs()];
    double[] shifts = new double[scale.outputs()];
    Arrays.setAll(factors, scale::scale);
    Arrays.setAll(shifts, scale::shift);
    return new Scale(factors, shifts, 0);
  }

  private static final class FloatBounds extends DelegatingLane {
    FloatBounds(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      var image = (ReferenceTensors.Interval) super.intervalAffine(node, input);
      Arrays.stream(image.lower()).forEach(row -> Arrays.setAll(row, i -> (float) row[i]));
      Arrays.stream(image.upper()).forEach(row -> Arrays.setAll(row, i -> (float) row[i]));
      return image;
    }
  }

  private static final class NearestBounds extends DelegatingLane {
    NearestBounds(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      ReferenceAffine map = map(node);
      var x = (ReferenceTensors.Interval) input;
      var image = new ReferenceTensors.Interval(x.boxes(), map.outputs());
      for (int b = 0; b < x.boxes(); b++) {
        for (int i = 0; i < map.outputs(); i++) {
          double low = map.bias(i);
          double high = map.bias(i);
          for (int k = 0; k < map.columns(i).length; k++) {
            double w = map.weights(i)[k];
            double l = x.lower()[b][map.columns(i)[k]];
            double u = x.upper()[b][map.columns(i)[k]];
            low += w * (w >= 0 ? l : u);
            high += w * (w >= 0 ? u : l);
          }
          image.set(b, i, low, high);
        }
      }
      return image;
    }
  }

  private static final class NearestSums extends DelegatingLane {
    NearestSums(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
      var x = (ReferenceTensors.Interval) left;
      var y = (ReferenceTensors.Interval) right;
      var sum = new ReferenceTensors.Interval(x.boxes(), x.width());
      for (int b = 0; b < x.boxes(); b++) {
        for (int i = 0; i < x.width(); i++) {
          sum.set(b, i, x.lower()[b][i] + y.lower()[b][i], x.upper()[b][i] + y.upper()[b][i]);
        }
      }
      return sum;
    }
  }

  private static final class FloatRows extends DelegatingLane {
    FloatRows(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
      var back = (ReferenceTensors.Rows) super.backAffine(node, rows, magnitude);
      for (double[] row : back.coefficients()) {
        Arrays.setAll(row, i -> (float) row[i]);
      }
      return back;
    }
  }

  private static final class NearestRows extends DelegatingLane {
    NearestRows(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
      ReferenceAffine map = map(node);
      var from = (ReferenceTensors.Rows) rows;
      var to = from.next(map.inputs());
      for (int r = 0; r < from.rows(); r++) {
        for (int i = 0; i < map.outputs(); i++) {
          double a = from.coefficients()[r][i];
          to.constant()[r] += a * map.bias(i);
          for (int k = 0; k < map.columns(i).length; k++) {
            to.coefficients()[r][map.columns(i)[k]] += a * map.weights(i)[k];
          }
        }
      }
      return to;
    }
  }

  private static final class NearestMerge extends DelegatingLane {
    NearestMerge(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows merge(Tensor.Rows left, Tensor.Rows right, Tensor.Interval bounds) {
      var x = (ReferenceTensors.Rows) left;
      var y = (ReferenceTensors.Rows) right;
      var sum = x.next(bounds.width());
      for (int r = 0; r < x.rows(); r++) {
        sum.constant()[r] += y.constant()[r];
        for (int i = 0; i < bounds.width(); i++) {
          sum.coefficients()[r][i] = x.coefficients()[r][i] + y.coefficients()[r][i];
        }
      }
      return sum;
    }
  }

  private static final class NearestConcretize extends DelegatingLane {
    NearestConcretize(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.RowBounds concretize(Tensor.Rows rows, Tensor.Interval bounds) {
      var from = (ReferenceTensors.Rows) rows;
      var x = (ReferenceTensors.Interval) bounds;
      double[] lower = from.constant().clone();
      for (int r = 0; r < from.rows(); r++) {
        int b = from.box()[r];
        for (int i = 0; i < x.width(); i++) {
          double a = from.coefficients()[r][i];
          lower[r] += a == 0 ? 0 : a * (a >= 0 ? x.lower()[b][i] : x.upper()[b][i]);
        }
      }
      return new ReferenceTensors.RowBounds(lower);
    }
  }

  /** Right for exact weights; the others are where a file reader had to divide. */
  private static final class WeightErrorsIgnored extends DelegatingLane {
    WeightErrorsIgnored(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
      ReferenceAffine[] maps = new ReferenceAffine[node.id() + 1];
      maps[node.id()] = map(node);
      return new ReferenceLane(maps).backAffine(node, rows, magnitude);
    }
  }
}
