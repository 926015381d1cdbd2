package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A short look at whether a backend works on this machine: random networks with a residual sum,
 * random boxes, and the bounds by {@code ibp} and {@code crown} compared with those of another
 * backend, the judge. It catches a broken driver or device; proofs and the conformance suite are
 * what soundness rests on.
 *
 * @param boxes that were bounded
 * @param seconds that it took
 * @param fault the first thing that was wrong
 */
public record SelfCheck(long boxes, double seconds, Optional<String> fault) {
  private static final int BOXES = 16;
  private static final int POINTS = 8;
  private static final int[] WIDTHS = {33, 50, 50, 10};

  /** What rounding to nearest in the judge's outputs may amount to, relative to the bounds. */
  private static final double OUTPUT_ROUNDING = 1e-9;

  /** How far bounds may differ from the judge's, relative to the largest of the box. */
  private static final double AGREEMENT = 1e-3;

  /**
   * Runs the check.
   *
   * @param backend to check; not owned
   * @param judge what it is checked against; not owned
   * @param seconds after which no other network begins; at least one is checked
   * @param seed of networks and boxes
   */
  public static SelfCheck run(
      ComputeBackend backend, ComputeBackend judge, double seconds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    long boxes = 0;
    Optional<String> fault = Optional.empty();
    do {
      Network network = network(random);
      BoxBatch batch = boxes(random);
      fault = fault(network, batch, backend, judge, random.nextLong());
      boxes += BOXES;
    } while (fault.isEmpty() && elapsed(start) < seconds);
    return new SelfCheck(boxes, elapsed(start), fault);
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private static Network network(SplittableRandom random) {
    Network.Builder builder = Network.builder("self-check", WIDTHS[0]);
    int first = builder.affine("first", dense(WIDTHS[1], WIDTHS[0], random), 0);
    int relu = builder.activation("first relu", new Relu(), first);
    int second = builder.affine("second", dense(WIDTHS[2], WIDTHS[1], random), relu);
    int sum = builder.add("sum", relu, second);
    int last = builder.activation("second relu", new Relu(), sum);
    return builder.build(builder.affine("last", dense(WIDTHS[3], WIDTHS[2], random), last));
  }

  private static Dense dense(int outputs, int inputs, SplittableRandom random) {
    double scale = 2 / Math.sqrt(inputs);
    double[] weights = random.doubles(outputs * (long) inputs, -scale, scale).toArray();
    return new Dense(
        new Matrix(outputs, inputs, weights), random.doubles(outputs, -0.5, 0.5).toArray());
  }

  private static BoxBatch boxes(SplittableRandom random) {
    double[] lower = new double[BOXES * WIDTHS[0]];
    double[] upper = new double[lower.length];
    for (int b = 0; b < BOXES; b++) {
      double radius = b == 0 ? 0 : 0.3 * random.nextDouble();
      for (int k = b * WIDTHS[0]; k < (b + 1) * WIDTHS[0]; k++) {
        double center = random.nextDouble(-1, 1);
        lower[k] = center - radius;
        upper[k] = center + radius;
      }
    }
    return new BoxBatch(BOXES, WIDTHS[0], lower, upper);
  }

  private static Optional<String> fault(
      Network network, BoxBatch boxes, ComputeBackend backend, ComputeBackend judge, long seed) {
    try (Session checked = backend.load(network);
        Session trusted = judge.load(network);
        BoundAnalysis analysis = new BoundAnalysis(checked);
        BoundAnalysis judging = new BoundAnalysis(trusted)) {
      double[] outputs = judging.sample(boxes, POINTS, seed);
      for (BoundMethod method : List.of(BoundMethod.IBP, BoundMethod.CROWN)) {
        Bounds found = analysis.outputs(boxes, method);
        Optional<String> fault = missedPoint(found, outputs, method);
        if (fault.isEmpty()) {
          fault = difference(found, judging.outputs(boxes, method), method);
        }
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }
  }

  private static Optional<String> missedPoint(Bounds found, double[] outputs, BoundMethod method) {
    for (int k = 0; k < outputs.length; k++) {
      int box = k / (POINTS * found.width());
      int output = k % found.width();
      double slack = OUTPUT_ROUNDING * (1 + Math.abs(outputs[k]));
      if (!(outputs[k] >= found.lower(box, output) - slack
          && outputs[k] <= found.upper(box, output) + slack)) {
        return Optional.of(
            "%s of output %d says [%s, %s], but the network reaches %s"
                .formatted(
                    method.label(),
                    output,
                    found.lower(box, output),
                    found.upper(box, output),
                    outputs[k]));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(Bounds found, Bounds expected, BoundMethod method) {
    for (int b = 0; b < found.count(); b++) {
      for (int i = 0; i < found.width(); i++) {
        double largest =
            1 + Math.max(Math.abs(expected.lower(b, i)), Math.abs(expected.upper(b, i)));
        if (!(Math.abs(found.lower(b, i) - expected.lower(b, i)) <= AGREEMENT * largest
            && Math.abs(found.upper(b, i) - expected.upper(b, i)) <= AGREEMENT * largest)) {
          return Optional.of(
              "%s of output %d says [%s, %s], the reference [%s, %s]"
                  .formatted(
                      method.label(),
                      i,
                      found.lower(b, i),
                      found.upper(b, i),
                      expected.lower(b, i),
                      expected.upper(b, i)));
        }
      }
    }
    return Optional.empty();
  }
}
