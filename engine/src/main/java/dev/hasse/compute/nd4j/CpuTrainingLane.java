package dev.hasse.compute.nd4j;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.Parameters;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import dev.hasse.network.Select;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The verbs of training in float32. Values are where the last verb made them, and are copied to or
 * from the heap when another wants them there; copies are kept, since a step reads most of them
 * twice.
 */
final class CpuTrainingLane implements TrainingLane {
  private final TrainedMap[] maps;
  private final TrainingProducts products;
  private final TrainingBiases biases;
  private final FloatPool pool = new FloatPool();
  private final ScratchPool offHeap = new ScratchPool();
  private final List<CpuValues> taken = new ArrayList<>();
  private final WeightGradient[] byWeights;
  private final float[][] byBias;
  private final TriangleLoops triangles = new TriangleLoops();
  private final LeastPoints leastPoints;
  private final SharedRows sharedRows;

  CpuTrainingLane(OpenBlas blas, TrainedMap[] maps) {
    this.maps = maps;
    this.products = new TrainingProducts(blas);
    this.biases = new TrainingBiases(products, triangles);
    this.leastPoints = new LeastPoints(blas);
    this.sharedRows = new SharedRows(blas, triangles);
    this.byWeights = new WeightGradient[maps.length];
    this.byBias = new float[maps.length][];
    for (int id = 0; id < maps.length; id++) {
      Optional<Parameters.Place> place = maps[id] == null ? Optional.empty() : maps[id].place();
      if (place.isPresent()) {
        byWeights[id] = new WeightGradient(place.get().weightCount());
        byBias[id] = new float[place.get().biasCount()];
      }
    }
  }

  private CpuValues take(int rows, int width) {
    CpuValues values = new CpuValues(rows, width, pool, offHeap);
    taken.add(values);
    return values;
  }

  private CpuValues like(Values values) {
    return take(values.rows(), values.width());
  }

  /** Also does a lane's own part of collecting its gradient, while the other lanes do theirs. */
  @Override
  public void release() {
    giveBackValues();
    products.release();
    for (int id = 0; id < maps.length; id++) {
      if (byWeights[id] != null) {
        byWeights[id].applySigns(maps[id].matrix(Factor.WEIGHTS));
      }
    }
  }

  @Override
  public int mark() {
    return taken.size();
  }

  @Override
  public void release(int mark) {
    List<CpuValues> since = taken.subList(mark, taken.size());
    since.forEach(CpuValues::giveBack);
    since.clear();
  }

  private void giveBackValues() {
    release(0);
  }

  @Override
  public void close() {
    giveBackValues();
    products.close();
    sharedRows.close();
    offHeap.close();
    for (WeightGradient gradient : byWeights) {
      if (gradient != null) {
        gradient.close();
      }
    }
  }

  @Override
  public Values upload(int rows, int width, float[] values) {
    CpuValues result = take(rows, width);
    System.arraycopy(values, 0, result.at(), 0, result.length());
    return result;
  }

  @Override
  public Values zeros(int rows, int width) {
    CpuValues result = take(rows, width);
    Arrays.fill(result.at(), 0, result.length(), 0f);
    return result;
  }

  @Override
  public double[] download(Values values) {
    CpuValues from = CpuValues.of(values);
    double[] result = new double[from.length()];
    for (int k = 0; k < result.length; k++) {
      result[k] = from.at()[k];
    }
    return result;
  }

  @Override
  public Values rows(Values values, int from, int count) {
    CpuValues result = CpuValues.of(values).part(from, count);
    taken.add(result);
    return result;
  }

  @Override
  public void add(Values target, float factor, Values other) {
    TriangleLoops.addTimes(
        CpuValues.of(target).changed(),
        factor,
        CpuValues.of(other).at(),
        CpuValues.of(target).length());
  }

  @Override
  public void add(Values target, float number) {
    float[] at = CpuValues.of(target).changed();
    for (int k = 0; k < CpuValues.of(target).length(); k++) {
      at[k] += number;
    }
  }

  @Override
  public double sum(Values values) {
    double sum = 0;
    for (int k = 0; k < CpuValues.of(values).length(); k++) {
      sum += CpuValues.of(values).at()[k];
    }
    return sum;
  }

  @Override
  public Box boxes(Values points, float radius, float least, float most) {
    CpuValues centre = like(points);
    CpuValues radii = like(points);
    TriangleLoops.boxes(
        CpuValues.of(points).at(), radius, least, most, centre.at(), radii.at(), radii.length());
    return new Box(centre, radii);
  }

  @Override
  public Values forward(Node node, Values x, Factor factor) {
    CpuValues result = take(x.rows(), maps[node.id()].outputs());
    products.forward(maps[node.id()], factor, CpuValues.of(x), result);
    return result;
  }

  @Override
  public Values back(Node node, Values y, Factor factor) {
    CpuValues result = take(y.rows(), maps[node.id()].inputs());
    products.back(maps[node.id()], factor, CpuValues.of(y), result);
    return result;
  }

  @Override
  public void addBias(Node node, Values y) {
    addBias(node, y, null);
  }

  @Override
  public void addBias(Node node, Values rows, Values of) {
    biases.add(maps[node.id()], CpuValues.of(rows), CpuValues.of(of));
  }

  @Override
  public Values biasProduct(Node node, Values rows) {
    CpuValues result = take(rows.rows(), 1);
    biases.product(maps[node.id()], CpuValues.of(rows), result);
    return result;
  }

  @Override
  public void addWeightGradient(Node node, Values y, Values x, Factor factor) {
    WeightGradient gradient = byWeights[node.id()];
    if (gradient != null) {
      products.addWeightGradient(
          maps[node.id()],
          CpuValues.of(y),
          CpuValues.of(x),
          factor == Factor.WEIGHTS ? gradient.signed() : gradient.unsigned());
    }
  }

  @Override
  public void addBiasGradient(Node node, Values y, Values of) {
    float[] gradient = byBias[node.id()];
    if (gradient != null) {
      biases.addGradient(maps[node.id()].pixels(), CpuValues.of(y), CpuValues.of(of), gradient);
    }
  }

  @Override
  public void collectGradient(FloatBuffer target) {
    for (int id = 0; id < maps.length; id++) {
      if (byWeights[id] != null) {
        Parameters.Place place = maps[id].place().orElseThrow();
        int begin = target.position();
        byWeights[id].collect(target, begin + place.weights(), maps[id].matrix(Factor.WEIGHTS));
        float[] bias = byBias[id];
        for (int k = 0; k < bias.length; k++) {
          int at = begin + place.bias() + k;
          target.put(at, target.get(at) + bias[k]);
          bias[k] = 0;
        }
      }
    }
  }

  @Override
  public Values select(Node node, Values x) {
    Select select = (Select) node.op();
    CpuValues result = take(x.rows(), select.outputs());
    float[] from = CpuValues.of(x).at();
    for (int row = 0, k = 0; row < x.rows(); row++) {
      for (int i = 0; i < select.outputs(); i++, k++) {
        int source = select.source(i);
        result.at()[k] = source == Select.ZERO ? 0 : from[row * x.width() + source];
      }
    }
    return result;
  }

  @Override
  public Values selectBack(Node node, Values y) {
    Select select = (Select) node.op();
    CpuValues result = CpuValues.of(zeros(y.rows(), select.inputs()));
    float[] from = CpuValues.of(y).at();
    for (int row = 0, k = 0; row < y.rows(); row++) {
      for (int i = 0; i < select.outputs(); i++, k++) {
        if (select.source(i) != Select.ZERO) {
          result.at()[row * select.inputs() + select.source(i)] = from[k];
        }
      }
    }
    return result;
  }

  @Override
  public Values relu(Values x) {
    CpuValues result = like(x);
    TriangleLoops.relu(CpuValues.of(x).at(), result.at(), result.length());
    return result;
  }

  @Override
  public Values reluBack(Values x, Values gradient) {
    CpuValues result = like(x);
    TriangleLoops.reluBack(
        CpuValues.of(x).at(), CpuValues.of(gradient).at(), result.at(), result.length());
    return result;
  }

  @Override
  public Box relu(Box x) {
    CpuValues centre = like(x.centre());
    CpuValues radius = like(x.centre());
    TriangleLoops.boxes(
        CpuValues.of(x.centre()).at(),
        CpuValues.of(x.radius()).at(),
        centre.at(),
        radius.at(),
        centre.length());
    return new Box(centre, radius);
  }

  @Override
  public Box reluBack(Box x, Box gradient) {
    CpuValues centre = like(x.centre());
    CpuValues radius = like(x.centre());
    TriangleLoops.boxesBack(
        CpuValues.of(x.centre()).at(),
        CpuValues.of(x.radius()).at(),
        CpuValues.of(gradient.centre()).at(),
        CpuValues.of(gradient.radius()).at(),
        centre.at(),
        radius.at(),
        centre.length());
    return new Box(centre, radius);
  }

  @Override
  public Values relax(Values rows, Values constants, Box x) {
    CpuValues result = like(rows);
    triangles.relax(CpuValues.of(rows), CpuValues.of(constants), x, result);
    return result;
  }

  @Override
  public Values relaxBack(
      Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from) {
    CpuValues result = like(rows);
    triangles.relaxBack(
        CpuValues.of(rows),
        CpuValues.of(gradient),
        CpuValues.of(ofConstants),
        x,
        ofBox,
        from,
        result);
    return result;
  }

  @Override
  public Values concretize(Values rows, Box x) {
    CpuValues points = findLeastPoints(rows, x);
    CpuValues.of(rows).keepLeastPoints(points, x);
    CpuValues result = take(rows.rows(), 1);
    leastPoints.values(CpuValues.of(rows), points, result);
    return result;
  }

  @Override
  public Values concretizeBack(Values rows, Values gradient, Box x) {
    CpuValues kept = CpuValues.of(rows).takeLeastPoints(x);
    CpuValues points = kept == null ? findLeastPoints(rows, x) : kept;
    leastPoints.scale(points, CpuValues.of(gradient));
    return points;
  }

  private CpuValues findLeastPoints(Values rows, Box x) {
    CpuValues points = like(rows);
    leastPoints.find(CpuValues.of(rows), x, points);
    return points;
  }

  @Override
  public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
    CpuValues result = take(groups.length * each, 1);
    sharedRows.load(CpuValues.of(rows), each, groups);
    sharedRows.values(x, result);
    return result;
  }

  @Override
  public Values concretizeSharedBack(
      Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from) {
    sharedRows.load(CpuValues.of(rows), each, groups);
    sharedRows.loadGradient(CpuValues.of(gradient));
    if (ofBox != null) {
      sharedRows.addBoxGradient(ofBox, from);
    }
    CpuValues result = like(rows);
    sharedRows.back(CpuValues.of(rows), x, result);
    return result;
  }
}
