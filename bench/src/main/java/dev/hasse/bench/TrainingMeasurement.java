package dev.hasse.bench;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Affine;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.numeric.Outward;
import dev.hasse.train.CertifiedLoss;
import dev.hasse.train.LossValue;
import dev.hasse.train.LossWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Steps of training, forward and back, from parameters and samples in host memory to the gradient
 * there: the natural one, and those of certified losses, in turn with each other and with the
 * ceilings. Dense networks with random weights and samples.
 *
 * <p>Operations are nominal: two for each weight and row in each of the three products of a map
 * (forwards, back, gradient), without those to the network's input on the natural way and for
 * boxes. IBP counts the natural step and twice as much for boxes; CROWN-IBP that and three products
 * with each map but the last for the rows of all other classes.
 */
public final class TrainingMeasurement {
  /** Of a sample; more would be so short that the clock counts. */
  private static final int MOST_TURNS = 5;

  private final ComputeBackend backend;
  private final Network network;
  private final int batch;
  private final double radius;
  private final long seed;

  /**
   * @param backend borrowed
   * @param layers sizes of the input, the hidden layers and the output
   * @param radius of the boxes, in the unit cube
   */
  public TrainingMeasurement(
      ComputeBackend backend, int[] layers, int batch, double radius, long seed) {
    this.backend = backend;
    this.network = GeneratedNetworks.perceptron(layers, seed);
    this.batch = batch;
    this.radius = radius;
    this.seed = seed;
  }

  /** A kind of step: half of a certified loss is natural, and half of CROWN's margins is IBP's. */
  private enum Step {
    NATURAL("natural", 1, 0),
    IBP("ibp", 0.5, 0),
    CROWN_IBP("crown-ibp", 0.5, 0.5);

    private final String label;
    private final double natural;
    private final double crown;

    Step(String label, double natural, double crown) {
      this.label = label;
      this.natural = natural;
      this.crown = crown;
    }
  }

  /**
   * What was measured.
   *
   * @param steps natural, ibp, crown-ibp
   */
  public record Result(List<BenchPoint> steps, Ceilings ceilings) {}

  /**
   * Checks the losses, warms up and measures so many samples of each step. Each sample is the mean
   * of a few turns, or of one where a step takes long, in which the steps follow each other, none
   * always first after the ceilings: so a machine that slows down for a moment does so for all of
   * them.
   *
   * @throws WrongAnswerException when a certified loss is below the natural one, which no bound of
   *     margins allows
   */
  public Result measure(int repetitions) {
    Ceilings.Gauge gauge = new Ceilings.Gauge(backend);
    List<Step> kinds = List.of(Step.values());
    double[][] seconds = new double[kinds.size()][repetitions];
    try (CertifiedLoss loss = new CertifiedLoss(backend, Parameters.of(network))) {
      List<Runnable> works = works(loss);
      int[] calls = works.stream().mapToInt(Stopwatch::warmUp).toArray();
      int turns = Math.min(MOST_TURNS, Arrays.stream(calls).min().orElseThrow());
      for (int k = 0; k < repetitions; k++) {
        for (int turn = 0; turn < turns; turn++) {
          for (int place = 0; place < calls.length; place++) {
            int step = (k + turn + place) % calls.length;
            int ofTurn = (calls[step] + turns - 1) / turns;
            seconds[step][k] += Stopwatch.seconds(works.get(step), ofTurn) / turns;
          }
        }
        gauge.sample();
      }
    }
    List<BenchPoint> points = new ArrayList<>();
    for (int k = 0; k < seconds.length; k++) {
      Step step = kinds.get(k);
      points.add(
          new BenchPoint(
              "training",
              Map.of("step", step.label, "network", shape(), "batch", Integer.toString(batch)),
              batch,
              batch * flops(step),
              bytes(),
              Samples.of(seconds[k])));
    }
    return new Result(points, gauge.ceilings());
  }

  private List<Runnable> works(CertifiedLoss loss) {
    FloatBuffer values = offHeap(loss.parameters().count());
    FloatBuffer gradient = offHeap(loss.parameters().count());
    loss.parameters().places().forEach(place -> put(values, place));
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[Math.multiplyExact(batch, network.inputs())];
    for (int k = 0; k < samples.length; k++) {
      samples[k] = random.nextInt(256) / 255f;
    }
    int[] labels = random.ints(batch, 0, network.outputs()).toArray();
    List<Runnable> works = new ArrayList<>();
    for (Step step : Step.values()) {
      LossWeights weights = new LossWeights(radius, 0, 1, step.natural, step.crown);
      LossValue value = loss.evaluate(values, gradient, samples, labels, weights);
      if (step != Step.NATURAL && !(value.robust() >= value.natural())) {
        throw new WrongAnswerException(
            "the robust loss " + value.robust() + " is below the natural " + value.natural());
      }
      works.add(() -> loss.evaluate(values, gradient, samples, labels, weights));
    }
    return works;
  }

  private static FloatBuffer offHeap(int floats) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private void put(FloatBuffer values, Parameters.Place place) {
    Matrix weights = ((Dense) network.node(place.node()).op()).weights();
    for (int k = 0; k < place.weightCount(); k++) {
      double weight = weights.at(k / weights.columns(), k % weights.columns());
      values.put(place.weights() + k, Outward.floatNearest(weight));
    }
  }

  private String shape() {
    return network.nodes().stream()
        .filter(node -> node.id() == 0 || node.op() instanceof Affine)
        .map(node -> Integer.toString(node.size()))
        .reduce((left, right) -> left + "-" + right)
        .orElseThrow();
  }

  private double flops(Step step) {
    double[] weights =
        network.nodes().stream()
            .map(Node::op)
            .filter(op -> op instanceof Dense)
            .mapToDouble(op -> (double) ((Dense) op).outputs() * ((Dense) op).inputs())
            .toArray();
    double all = Arrays.stream(weights).sum();
    double last = weights[weights.length - 1];
    double natural = 6 * all - 2 * weights[0];
    double boxes = 2 * (6 * (all - last) - 2 * weights[0]);
    double rows = (network.outputs() - 1) * 6 * (all - last);
    return switch (step) {
      case NATURAL -> natural;
      case IBP -> natural + boxes;
      case CROWN_IBP -> natural + boxes + rows;
    };
  }

  /** Parameters and gradient, and the samples. */
  private double bytes() {
    return 4.0 * (2 * Parameters.of(network).count() + (double) batch * network.inputs());
  }
}
