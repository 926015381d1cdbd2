package dev.hasse.compute.reference;

import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Convolution;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import dev.hasse.network.Sigmoid;
import dev.hasse.network.Window;
import dev.hasse.numeric.Logistic;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Faults that only convolutions, sigmoids or zeros of an index map show. */
final class WrongOperations {
  private WrongOperations() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("padding forgotten", lane -> changed(lane, WrongOperations::unpadded, true)),
        new WrongLane(
            "rows through an unpadded kernel",
            lane -> changed(lane, WrongOperations::unpadded, false)),
        new WrongLane("kernel turned round", lane -> changed(lane, WrongOperations::turned, true)),
        new WrongLane(
            "rows through a kernel turned round",
            lane -> changed(lane, WrongOperations::turned, false)),
        new WrongLane("zeros of an index map copied", ZeroCopied::new),
        new WrongLane("sigmoid bounds to nearest", SigmoidToNearest::new),
        new WrongLane("lower intercept of a sigmoid forgotten", LowerInterceptForgotten::new),
        new WrongLane("sigmoid's lines through its ends", SigmoidChords::new),
        new WrongLane("sigmoid's lines a trifle too near", SigmoidTooNear::new));
  }

  private static Convolution unpadded(Convolution of) {
    return with(of, bare(of.rows()), bare(of.columns()), of.weights());
  }

  private static Window bare(Window w) {
    return new Window(w.input(), w.output(), w.kernel(), w.stride(), w.dilation(), 0);
  }

  private static Convolution turned(Convolution of) {
    double[] weights = of.weights();
    int size = of.rows().kernel() * of.columns().kernel();
    double[] result = new double[weights.length];
    Arrays.setAll(result, k -> weights[k / size * size + size - 1 - k % size]);
    return with(of, of.rows(), of.columns(), result);
  }

  private static Convolution with(Convolution of, Window rows, Window columns, double[] weights) {
    double[] bias = new double[of.outputChannels()];
    Arrays.setAll(bias, of::channelBias);
    return new Convolution(
        of.inputChannels(), of.groups(), rows, columns, weights, bias, of.relativeError());
  }

  /** A lane that takes another convolution, for intervals or for rows. */
  private static Lane changed(Lane lane, UnaryOperator<Convolution> change, boolean intervals) {
    return new DelegatingLane(lane) {
      @Override
      public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
        return intervals && node.op() instanceof Convolution of
            ? laneOf(change.apply(of)).intervalAffine(first(of), input)
            : super.intervalAffine(node, input);
      }

      @Override
      public Tensor.Rows backAffine(Node node, Tensor.Rows rows, Tensor.Magnitude magnitude) {
        return !intervals && node.op() instanceof Convolution of
            ? laneOf(change.apply(of)).backAffine(first(of), rows, magnitude)
            : super.backAffine(node, rows, magnitude);
      }
    };
  }

  private static Network networkOf(Convolution of) {
    Network.Builder builder = Network.builder("one map", of.inputs());
    return builder.build(builder.affine("map", of, 0));
  }

  private static Node first(Convolution of) {
    return networkOf(of).node(1);
  }

  private static Lane laneOf(Convolution of) {
    return new ReferenceLane(ReferenceAffine.of(networkOf(of)));
  }

  private static final class ZeroCopied extends DelegatingLane {
    ZeroCopied(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalSelect(Node node, Tensor.Interval input) {
      var image = (ReferenceTensors.Interval) super.intervalSelect(node, input);
      var x = (ReferenceTensors.Interval) input;
      Select select = (Select) node.op();
      for (int b = 0; b < image.boxes(); b++) {
        for (int i = 0; i < image.width(); i++) {
          if (select.source(i) == Select.ZERO) {
            image.set(b, i, x.lower()[b][0], x.upper()[b][0]);
          }
        }
      }
      return image;
    }
  }

  private static final class SigmoidToNearest extends DelegatingLane {
    SigmoidToNearest(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
      var image = (ReferenceTensors.Interval) super.intervalActivation(node, input);
      var z = (ReferenceTensors.Interval) input;
      for (int b = 0; node.op() instanceof Sigmoid && b < z.boxes(); b++) {
        for (int i = 0; i < z.width(); i++) {
          double low = Logistic.nearest(z.lower()[b][i]);
          image.set(b, i, low, Logistic.nearest(z.upper()[b][i]));
        }
      }
      return image;
    }
  }

  /** Changes lines of sigmoids. */
  private abstract static class OtherLines extends DelegatingLane {
    OtherLines(Lane lane) {
      super(lane);
    }

    abstract void change(ReferenceTensors.Relaxation lines, int b, int i, double l, double u);

    @Override
    public Tensor.Relaxation relax(Node node, Tensor.Interval preActivation) {
      var lines = (ReferenceTensors.Relaxation) super.relax(node, preActivation);
      var z = (ReferenceTensors.Interval) preActivation;
      for (int b = 0; node.op() instanceof Sigmoid && b < z.boxes(); b++) {
        for (int i = 0; i < z.width(); i++) {
          change(lines, b, i, z.lower()[b][i], z.upper()[b][i]);
        }
      }
      return lines;
    }
  }

  private static final class LowerInterceptForgotten extends OtherLines {
    LowerInterceptForgotten(Lane lane) {
      super(lane);
    }

    @Override
    void change(ReferenceTensors.Relaxation lines, int b, int i, double l, double u) {
      lines.lowerIntercept()[b][i] = 0;
    }
  }

  private static final class SigmoidChords extends OtherLines {
    SigmoidChords(Lane lane) {
      super(lane);
    }

    @Override
    void change(ReferenceTensors.Relaxation lines, int b, int i, double l, double u) {
      double low = Logistic.down(l);
      double slope = u > l ? (Logistic.nearest(u) - low) / (u - l) : 0;
      lines.lowerSlope()[b][i] = slope;
      lines.lowerIntercept()[b][i] = low - slope * l - 1e-12;
    }
  }

  private static final class SigmoidTooNear extends OtherLines {
    SigmoidTooNear(Lane lane) {
      super(lane);
    }

    @Override
    void change(ReferenceTensors.Relaxation lines, int b, int i, double l, double u) {
      lines.lowerIntercept()[b][i] += 1e-14;
    }
  }
}
