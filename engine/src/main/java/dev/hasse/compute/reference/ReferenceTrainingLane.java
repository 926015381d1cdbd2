package dev.hasse.compute.reference;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import dev.hasse.numeric.Outward;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The verbs of training as their definitions say. */
final class ReferenceTrainingLane implements TrainingLane {
  private final TrainedAffine[] maps;
  private final double[] gradient;

  ReferenceTrainingLane(Parameters parameters, TrainedAffine[] maps) {
    this.maps = maps;
    this.gradient = new double[parameters.count()];
  }

  private static Doubles of(Values values) {
    return (Doubles) values;
  }

  @Override
  public void release() {
    // the garbage collector does
  }

  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void release(int mark) {
    // likewise
  }

  @Override
  public void close() {
    // holds nothing
  }

  @Override
  public Values upload(int rows, int width, float[] values) {
    Doubles result = new Doubles(rows, width);
    for (int k = 0; k < result.at().length; k++) {
      result.at()[k] = values[k];
    }
    return result;
  }

  @Override
  public Values zeros(int rows, int width) {
    return new Doubles(rows, width);
  }

  @Override
  public double[] download(Values values) {
    return of(values).at().clone();
  }

  @Override
  public Values rows(Values values, int from, int count) {
    Doubles result = new Doubles(count, values.width());
    System.arraycopy(of(values).at(), from * values.width(), result.at(), 0, result.at().length);
    return result;
  }

  @Override
  public void add(Values target, float factor, Values other) {
    for (int k = 0; k < of(target).at().length; k++) {
      of(target).at()[k] += factor * of(other).at()[k];
    }
  }

  @Override
  public void add(Values target, float number) {
    for (int k = 0; k < of(target).at().length; k++) {
      of(target).at()[k] += number;
    }
  }

  @Override
  public double sum(Values values) {
    double sum = 0;
    for (double value : of(values).at()) {
      sum += value;
    }
    return sum;
  }

  @Override
  public Box boxes(Values points, float radius, float least, float most) {
    Doubles lower = of(points).map(x -> Math.min(Math.max(x - radius, least), most));
    Doubles upper = of(points).map(x -> Math.max(Math.min(x + radius, most), least));
    return new Box(
        lower.map(upper, (l, u) -> (l + u) / 2), lower.map(upper, (l, u) -> (u - l) / 2));
  }

  @Override
  public Values forward(Node node, Values x, Factor factor) {
    TrainedAffine map = maps[node.id()];
    Doubles result = new Doubles(x.rows(), map.outputs());
    for (int r = 0; r < x.rows(); r++) {
      for (int i = 0; i < map.outputs(); i++) {
        for (int t = 0; t < map.terms(i); t++) {
          result.add(r, i, weight(map, i, t, factor) * of(x).get(r, map.column(i, t)));
        }
      }
    }
    return result;
  }

  @Override
  public Values back(Node node, Values y, Factor factor) {
    TrainedAffine map = maps[node.id()];
    Doubles result = new Doubles(y.rows(), map.inputs());
    for (int r = 0; r < y.rows(); r++) {
      for (int i = 0; i < map.outputs(); i++) {
        for (int t = 0; t < map.terms(i); t++) {
          result.add(r, map.column(i, t), weight(map, i, t, factor) * of(y).get(r, i));
        }
      }
    }
    return result;
  }

  private static double weight(TrainedAffine map, int output, int term, Factor factor) {
    double weight = map.weight(output, term);
    return factor == Factor.MAGNITUDES ? Math.abs(weight) : weight;
  }

  @Override
  public void addBias(Node node, Values y) {
    TrainedAffine map = maps[node.id()];
    for (int r = 0; r < y.rows(); r++) {
      for (int i = 0; i < y.width(); i++) {
        of(y).add(r, i, map.bias(i));
      }
    }
  }

  @Override
  public Values biasProduct(Node node, Values rows) {
    TrainedAffine map = maps[node.id()];
    Doubles result = new Doubles(rows.rows(), 1);
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < rows.width(); i++) {
        result.add(r, 0, of(rows).get(r, i) * map.bias(i));
      }
    }
    return result;
  }

  @Override
  public void addBias(Node node, Values rows, Values factors) {
    TrainedAffine map = maps[node.id()];
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < rows.width(); i++) {
        of(rows).add(r, i, of(factors).get(r, 0) * map.bias(i));
      }
    }
  }

  @Override
  public void addWeightGradient(Node node, Values y, Values x, Factor factor) {
    TrainedAffine map = maps[node.id()];
    Optional<Parameters.Place> place = map.place();
    if (place.isEmpty()) {
      return;
    }
    int first = place.get().weights();
    for (int r = 0; r < y.rows(); r++) {
      for (int i = 0; i < map.outputs(); i++) {
        for (int t = 0; t < map.terms(i); t++) {
          double sign = factor == Factor.MAGNITUDES ? Math.signum(map.weight(i, t)) : 1;
          gradient[first + map.index(i, t)] +=
              sign * of(y).get(r, i) * of(x).get(r, map.column(i, t));
        }
      }
    }
  }

  @Override
  public void addBiasGradient(Node node, Values y, Values factors) {
    TrainedAffine map = maps[node.id()];
    Optional<Parameters.Place> place = map.place();
    if (place.isEmpty()) {
      return;
    }
    int first = place.get().bias();
    for (int r = 0; r < y.rows(); r++) {
      double factor = factors == null ? 1 : of(factors).get(r, 0);
      for (int i = 0; i < y.width(); i++) {
        gradient[first + map.biasIndex(i)] += factor * of(y).get(r, i);
      }
    }
  }

  @Override
  public void collectGradient(FloatBuffer target) {
    for (int k = 0; k < gradient.length; k++) {
      int at = target.position() + k;
      target.put(at, Outward.floatNearest(target.get(at) + gradient[k]));
      gradient[k] = 0;
    }
  }

  @Override
  public Values select(Node node, Values x) {
    Select select = (Select) node.op();
    Doubles result = new Doubles(x.rows(), select.outputs());
    for (int r = 0; r < x.rows(); r++) {
      for (int i = 0; i < select.outputs(); i++) {
        if (select.source(i) != Select.ZERO) {
          result.add(r, i, of(x).get(r, select.source(i)));
        }
      }
    }
    return result;
  }

  @Override
  public Values selectBack(Node node, Values y) {
    Select select = (Select) node.op();
    Doubles result = new Doubles(y.rows(), select.inputs());
    for (int r = 0; r < y.rows(); r++) {
      for (int i = 0; i < select.outputs(); i++) {
        if (select.source(i) != Select.ZERO) {
          result.add(r, select.source(i), of(y).get(r, i));
        }
      }
    }
    return result;
  }

  @Override
  public Values relu(Values x) {
    return of(x).map(value -> Math.max(value, 0));
  }

  @Override
  public Values reluBack(Values x, Values by) {
    return of(x).map(of(by), (value, slope) -> value > 0 ? slope : 0);
  }

  @Override
  public Box relu(Box x) {
    return TriangleGradients.relu(x);
  }

  @Override
  public Box reluBack(Box x, Box by) {
    return TriangleGradients.reluBack(x, by);
  }

  @Override
  public Values relax(Values rows, Values constants, Box x) {
    return TriangleGradients.relax(of(rows), of(constants), x);
  }

  @Override
  public Values relaxBack(Values rows, Values by, Values ofConstants, Box x, Box ofBox, int from) {
    return TriangleGradients.relaxBack(of(rows), of(by), of(ofConstants), x, ofBox, from);
  }

  @Override
  public Values concretize(Values rows, Box x) {
    return TriangleGradients.concretize(of(rows), x);
  }

  @Override
  public Values concretizeBack(Values rows, Values by, Box x) {
    return TriangleGradients.concretizeBack(of(rows), of(by), x);
  }

  @Override
  public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
    return TriangleGradients.concretizeShared(of(rows), each, groups, x);
  }

  @Override
  public Values concretizeSharedBack(
      Values rows, int each, int[] groups, Values by, Box x, Box ofBox, int from) {
    return TriangleGradients.concretizeSharedBack(of(rows), each, groups, of(by), x, ofBox, from);
  }
}
