package dev.hasse.compute.reference;

import dev.hasse.compute.BoxRange;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.RowSelection;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Node;
import java.util.Arrays;
import java.util.List;

/** Faults of the verbs on intervals. */
final class WrongIntervals {
  private WrongIntervals() {}

  static List<WrongLane> all() {
    return List.of(
        new WrongLane("uploads one ulp inward", UploadInward::new),
        new WrongLane("affine bounds one ulp inward", AffineInward::new),
        new WrongLane("sums one ulp inward", SumInward::new),
        new WrongLane("lower and upper swapped", BoundsSwapped::new),
        new WrongLane("the wrong end for negative weights", EndsSwapped::new),
        new WrongLane("activation forgotten", ActivationForgotten::new),
        new WrongLane("not-a-number becomes zero", NanBecomesZero::new),
        new WrongLane("not-a-number goes uncounted", NanUncounted::new),
        new WrongLane("the whole line always", WholeLine::new),
        new WrongLane("intersection ignored", IntersectionIgnored::new),
        new WrongLane("intersection keeps the looser", IntersectionLooser::new),
        new WrongLane("tightening ignores where its range begins", TightenFromZero::new),
        new WrongLane("tightening takes -z rows for z rows", TightenSignsSwapped::new),
        new WrongLane("an unstable neuron is missed", UnstableMissed::new));
  }

  /** Moves every bound that leaves room by one ulp into its interval. */
  private static Tensor.Interval inward(Tensor.Interval tensor) {
    var interval = (ReferenceTensors.Interval) tensor;
    for (int b = 0; b < interval.boxes(); b++) {
      double[] lower = interval.lower()[b];
      double[] upper = interval.upper()[b];
      for (int i = 0; i < lower.length; i++) {
        lower[i] = Math.min(Math.nextUp(lower[i]), upper[i]);
        upper[i] = Math.max(Math.nextDown(upper[i]), lower[i]);
      }
    }
    return interval;
  }

  private static Tensor.Interval swapped(Tensor.Interval tensor) {
    var interval = (ReferenceTensors.Interval) tensor;
    return new ReferenceTensors.Interval(
        interval.upper(), interval.lower(), interval.width(), interval.undefined());
  }

  private static final class UploadInward extends DelegatingLane {
    UploadInward(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      return inward(super.upload(boxes));
    }
  }

  private static final class AffineInward extends DelegatingLane {
    AffineInward(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      return inward(super.intervalAffine(node, input));
    }
  }

  private static final class SumInward extends DelegatingLane {
    SumInward(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
      return inward(super.intervalAdd(left, right));
    }
  }

  private static final class BoundsSwapped extends DelegatingLane {
    BoundsSwapped(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      return swapped(super.intervalAffine(node, input));
    }
  }

  private static final class EndsSwapped extends DelegatingLane {
    EndsSwapped(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      return super.intervalAffine(node, swapped(input));
    }
  }

  private static final class ActivationForgotten extends DelegatingLane {
    ActivationForgotten(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalActivation(Node node, Tensor.Interval input) {
      return input;
    }
  }

  private static final class NanBecomesZero extends DelegatingLane {
    NanBecomesZero(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
      var sum = (ReferenceTensors.Interval) super.intervalAdd(left, right);
      if (sum.undefined()[0] > 0) {
        Arrays.stream(sum.lower()).forEach(row -> Arrays.fill(row, 0));
        Arrays.stream(sum.upper()).forEach(row -> Arrays.fill(row, 0));
      }
      return sum;
    }
  }

  private static final class NanUncounted extends DelegatingLane {
    NanUncounted(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAdd(Tensor.Interval left, Tensor.Interval right) {
      var sum = (ReferenceTensors.Interval) super.intervalAdd(left, right);
      sum.undefined()[0] = 0;
      return sum;
    }
  }

  private static final class WholeLine extends DelegatingLane {
    WholeLine(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval intervalAffine(Node node, Tensor.Interval input) {
      var image = (ReferenceTensors.Interval) super.intervalAffine(node, input);
      Arrays.stream(image.lower()).forEach(row -> Arrays.fill(row, Double.NEGATIVE_INFINITY));
      return image;
    }
  }

  private static final class IntersectionIgnored extends DelegatingLane {
    IntersectionIgnored(Lane lane) {
      super(lane);
    }

    @Override
    public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
      // the fault
    }
  }

  private static final class IntersectionLooser extends DelegatingLane {
    IntersectionLooser(Lane lane) {
      super(lane);
    }

    @Override
    public void intersect(Tensor.Interval bounds, Tensor.Interval other) {
      super.intersect(swapped(bounds), swapped(other));
    }
  }

  private static final class TightenFromZero extends DelegatingLane {
    TightenFromZero(Lane lane) {
      super(lane);
    }

    @Override
    public void tighten(
        Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds found) {
      super.tighten(bounds, selection, new BoxRange(0, boxes.count()), found);
    }
  }

  private static final class TightenSignsSwapped extends DelegatingLane {
    TightenSignsSwapped(Lane lane) {
      super(lane);
    }

    @Override
    public void tighten(
        Tensor.Interval bounds, RowSelection selection, BoxRange boxes, Tensor.RowBounds found) {
      double[] lower = found.download();
      int row = 0;
      for (int b = boxes.from(); b < boxes.to(); b++) {
        int size = selection.size(b);
        for (int k = 0; k < size; k++) {
          double z = lower[row + k];
          lower[row + k] = lower[row + size + k];
          lower[row + size + k] = z;
        }
        row += 2 * size;
      }
      super.tighten(bounds, selection, boxes, new ReferenceTensors.RowBounds(lower));
    }
  }

  private static final class UnstableMissed extends DelegatingLane {
    UnstableMissed(Lane lane) {
      super(lane);
    }

    @Override
    public RowSelection unstable(Node node, Tensor.Interval preActivation) {
      RowSelection all = super.unstable(node, preActivation);
      int[] start = new int[all.boxes() + 1];
      int[] neuron = new int[all.total()];
      for (int b = 0; b < all.boxes(); b++) {
        start[b + 1] = start[b] + Math.max(0, all.size(b) - 1);
        for (int k = start[b]; k < start[b + 1]; k++) {
          neuron[k] = all.neuron(all.start(b) + k - start[b]);
        }
      }
      return new RowSelection(start, neuron);
    }
  }
}
