package dev.hasse.compute.reference;

import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.network.Node;
import java.util.Arrays;
import java.util.List;

/** Faults of the verbs on points. */
final class WrongPoints {
  private WrongPoints() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("samples outside the box", SampleOutside::new),
        new WrongLane("samples of every chunk alike", SampleIgnoresFirstBox::new),
        new WrongLane("samples of another seed", SampleOtherSeed::new),
        new WrongLane("maximiser for minimiser", Maximizer::new),
        new WrongLane("negative activations at points", PointActivationForgotten::new),
        new WrongLane("one summand at points", PointSumForgotten::new),
        new WrongLane("divergence of the first neuron", FirstDivergence::new),
        new WrongLane("points in half precision", PointsCoarse::new));
  }

  private static Tensor.Points scaled(Tensor.Points tensor, double factor) {
    var points = (ReferenceTensors.Points) tensor;
    for (double[] point : points.values()) {
      Arrays.setAll(point, i -> point[i] * factor);
    }
    return points;
  }

  private static final class SampleOutside extends DelegatingLane {
    SampleOutside(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
      return scaled(super.sample(boxes, perBox, seed, firstBox), 1 + 0x1p-52);
    }
  }

  private static final class SampleIgnoresFirstBox extends DelegatingLane {
    SampleIgnoresFirstBox(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
      return super.sample(boxes, perBox, seed, 0);
    }
  }

  private static final class SampleOtherSeed extends DelegatingLane {
    SampleOtherSeed(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points sample(Tensor.Interval boxes, int perBox, long seed, int firstBox) {
      return super.sample(boxes, perBox, seed & 0xFFFFFFFFL, firstBox);
    }
  }

  private static final class Maximizer extends DelegatingLane {
    Maximizer(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points minimizer(Tensor.Rows rows, Tensor.Interval bounds) {
      var from = (ReferenceTensors.Rows) rows;
      var negated = from.next(bounds.width());
      for (int r = 0; r < from.rows(); r++) {
        for (int i = 0; i < bounds.width(); i++) {
          negated.coefficients()[r][i] = -from.coefficients()[r][i];
        }
      }
      return super.minimizer(negated, bounds);
    }
  }

  private static final class PointActivationForgotten extends DelegatingLane {
    PointActivationForgotten(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points forwardActivation(Node node, Tensor.Points input) {
      return input;
    }
  }

  private static final class PointSumForgotten extends DelegatingLane {
    PointSumForgotten(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points forwardAdd(Tensor.Points left, Tensor.Points right) {
      return left;
    }
  }

  private static final class PointsCoarse extends DelegatingLane {
    PointsCoarse(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points forwardAffine(Node node, Tensor.Points input) {
      return scaled(super.forwardAffine(node, input), 1 + 0x1p-11);
    }
  }

  private static final class FirstDivergence extends DelegatingLane {
    FirstDivergence(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Points divergence(Tensor.Points left, Tensor.Points right) {
      var x = (ReferenceTensors.Points) left;
      var y = (ReferenceTensors.Points) right;
      var result = new ReferenceTensors.Points(x.count(), 1);
      for (int p = 0; p < x.count(); p++) {
        result.values()[p][0] = Math.abs(x.values()[p][0] - y.values()[p][0]);
      }
      return result;
    }
  }
}
