package dev.hasse.compute.reference;

import dev.hasse.compute.DelegatingTrainingLane;
import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;
import java.util.List;

/** Faults of the verbs of training. */
final class WrongTraining {
  private WrongTraining() {}

  static List<WrongLane> all() {
    return List.of(
        WrongLane.ofTraining("signs of weights forgotten", SignsForgotten::new),
        WrongLane.ofTraining("magnitudes forgotten", MagnitudesForgotten::new),
        WrongLane.ofTraining("gradient by the bias missed", BiasGradientMissed::new),
        WrongLane.ofTraining("factors of bias gradients forgotten", FactorsForgotten::new),
        WrongLane.ofTraining("gradient over the target", GradientOverwrites::new),
        WrongLane.ofTraining("gradient stays when collected", GradientStays::new),
        WrongLane.ofTraining("boxes of points not cut", BoxesNotCut::new),
        WrongLane.ofTraining("boxes of points with these as centres", BoxesAroundPoints::new),
        WrongLane.ofTraining("box of a ReLU keeps its radius", RadiusKept::new),
        WrongLane.ofTraining("chord's derivative of the wrong sign", ChordTurned::new),
        WrongLane.ofTraining("chord's derivative by the slope alone", InterceptStays::new),
        WrongLane.ofTraining("gradient by boxes overwritten", BoxOverwritten::new),
        WrongLane.ofTraining("least value at the centre", LeastAtCentre::new),
        WrongLane.ofTraining("rows of a sample mixed up", RowsTakeTurns::new),
        WrongLane.ofTraining("rows of the first group", FirstGroup::new),
        WrongLane.ofTraining("a sample of a group forgotten", SharersForgotten::new),
        WrongLane.ofTraining("a part's gradient at the first boxes", PartAtTheTop::new),
        WrongLane.ofTraining("the same of shared rows", SharedPartAtTheTop::new));
  }

  private static final class SignsForgotten extends DelegatingTrainingLane {
    SignsForgotten(TrainingLane lane) {
      super(lane);
    }

    @Override
    public void addWeightGradient(Node node, Values y, Values x, Factor factor) {
      super.addWeightGradient(node, y, x, Factor.WEIGHTS);
    }
  }

  private static final class PartAtTheTop extends DelegatingTrainingLane {
    PartAtTheTop(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values relaxBack(
        Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from) {
      return super.relaxBack(rows, gradient, ofConstants, x, ofBox, 0);
    }
  }

  private static final class SharedPartAtTheTop extends DelegatingTrainingLane {
    SharedPartAtTheTop(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretizeSharedBack(
        Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from) {
      return super.concretizeSharedBack(rows, each, groups, gradient, x, ofBox, 0);
    }
  }

  private static final class MagnitudesForgotten extends DelegatingTrainingLane {
    MagnitudesForgotten(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values back(Node node, Values y, Factor factor) {
      return super.back(node, y, Factor.WEIGHTS);
    }
  }

  private static final class BiasGradientMissed extends DelegatingTrainingLane {
    BiasGradientMissed(TrainingLane lane) {
      super(lane);
    }

    @Override
    public void addBiasGradient(Node node, Values y, Values of) {
      if (of == null) {
        super.addBiasGradient(node, y, of);
      }
    }
  }

  private static final class FactorsForgotten extends DelegatingTrainingLane {
    FactorsForgotten(TrainingLane lane) {
      super(lane);
    }

    @Override
    public void addBiasGradient(Node node, Values y, Values of) {
      super.addBiasGradient(node, y, null);
    }
  }

  private static final class GradientOverwrites extends DelegatingTrainingLane {
    GradientOverwrites(TrainingLane lane) {
      super(lane);
    }

    @Override
    public void collectGradient(FloatBuffer target) {
      FloatBuffer own = FloatBuffer.allocate(target.capacity());
      own.position(target.position());
      super.collectGradient(own);
      for (int k = 0; k < own.capacity(); k++) {
        target.put(k, own.get(k) == 0 ? target.get(k) : own.get(k));
      }
    }
  }

  private static final class GradientStays extends DelegatingTrainingLane {
    private float[] all = new float[0];

    GradientStays(TrainingLane lane) {
      super(lane);
    }

    @Override
    public void collectGradient(FloatBuffer target) {
      FloatBuffer own = FloatBuffer.allocate(target.capacity());
      own.position(target.position());
      super.collectGradient(own);
      for (int k = 0; k < own.capacity(); k++) {
        target.put(k, target.get(k) + own.get(k) + (k < all.length ? all[k] : 0));
      }
      all = own.array();
    }
  }

  private static final class BoxesNotCut extends DelegatingTrainingLane {
    BoxesNotCut(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Box boxes(Values points, float radius, float least, float most) {
      return super.boxes(points, radius, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }
  }

  private static final class BoxesAroundPoints extends DelegatingTrainingLane {
    BoxesAroundPoints(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Box boxes(Values points, float radius, float least, float most) {
      return new Box(points, super.boxes(points, radius, least, most).radius());
    }
  }

  private static final class RadiusKept extends DelegatingTrainingLane {
    RadiusKept(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Box relu(Box x) {
      return new Box(super.relu(x).centre(), x.radius());
    }
  }

  private static final class ChordTurned extends DelegatingTrainingLane {
    ChordTurned(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values relaxBack(
        Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from) {
      Box own = zeroBox(this, ofBox);
      Values result = super.relaxBack(rows, gradient, ofConstants, x, own, from);
      add(ofBox.centre(), 1, own.centre());
      add(ofBox.radius(), -1, own.radius());
      return result;
    }
  }

  private static final class InterceptStays extends DelegatingTrainingLane {
    InterceptStays(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values relaxBack(
        Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from) {
      super.relaxBack(rows, gradient, zeros(rows.rows(), 1), x, ofBox, from);
      return super.relaxBack(rows, gradient, ofConstants, x, zeroBox(this, x), 0);
    }
  }

  private static final class BoxOverwritten extends DelegatingTrainingLane {
    BoxOverwritten(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretizeSharedBack(
        Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from) {
      if (ofBox != null) {
        add(ofBox.centre(), -1, ofBox.centre());
      }
      return super.concretizeSharedBack(rows, each, groups, gradient, x, ofBox, from);
    }
  }

  private static final class FirstGroup extends DelegatingTrainingLane {
    FirstGroup(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
      return super.concretizeShared(rows, each, new int[groups.length], x);
    }
  }

  private static final class SharersForgotten extends DelegatingTrainingLane {
    SharersForgotten(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretizeSharedBack(
        Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from) {
      Values result = super.concretizeSharedBack(rows, each, groups, gradient, x, ofBox, from);
      Doubles fromFirst = new Doubles(gradient.rows(), 1);
      System.arraycopy(((Doubles) gradient).at(), 0, fromFirst.at(), 0, each);
      add(result, -1, super.concretizeSharedBack(rows, each, groups, fromFirst, x, null, 0));
      return result;
    }
  }

  private static final class LeastAtCentre extends DelegatingTrainingLane {
    LeastAtCentre(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretize(Values rows, Box x) {
      return super.concretize(rows, new Box(x.centre(), zeroBox(this, x).radius()));
    }
  }

  /** Row r is taken for one of sample {@code r mod samples}. */
  private static final class RowsTakeTurns extends DelegatingTrainingLane {
    RowsTakeTurns(TrainingLane lane) {
      super(lane);
    }

    @Override
    public Values concretize(Values rows, Box x) {
      Doubles from = (Doubles) rows;
      Doubles result = new Doubles(rows.rows(), 1);
      for (int r = 0; r < rows.rows(); r++) {
        int sample = r % x.centre().rows();
        for (int i = 0; i < rows.width(); i++) {
          double a = from.get(r, i);
          double centre = ((Doubles) x.centre()).get(sample, i);
          double radius = ((Doubles) x.radius()).get(sample, i);
          result.add(r, 0, a * centre - Math.abs(a) * radius);
        }
      }
      return result;
    }
  }

  private static Box zeroBox(TrainingLane lane, Box like) {
    int rows = like.centre().rows();
    int width = like.centre().width();
    return new Box(lane.zeros(rows, width), lane.zeros(rows, width));
  }
}
