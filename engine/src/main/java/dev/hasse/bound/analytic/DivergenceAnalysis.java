package dev.hasse.bound.analytic;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.ChordNetwork;
import dev.hasse.bound.lattice.Chords;
import dev.hasse.bound.lattice.DifferenceNetwork;
import dev.hasse.compute.Session;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.solver.SolverException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The divergence of a network {@code f} and its full chord relaxation {@code s}, the top of the
 * lattice, on one box after another: {@code dvg(x) = max_i |f_i(x) - s_i(x)|} (arXiv 2604.18728).
 * The chords are drawn on interval bounds, as in the paper.
 *
 * <p>Does not own the backends.
 */
public final class DivergenceAnalysis implements AutoCloseable {
  private final CostTools tools;
  private final Session session;
  private final BoundAnalysis analysis;

  /** Loads the network. */
  public DivergenceAnalysis(CostTools tools, Network network) {
    this.tools = tools;
    this.session = tools.backend().load(network);
    this.analysis = new BoundAnalysis(session);
  }

  public Network network() {
    return session.network();
  }

  /** The chords of the top element on one box. */
  public Chords chords(BoxBatch box) {
    requireOne(box);
    return Chords.top(analysis.nodes(box, BoundMethod.IBP));
  }

  /**
   * Everything about one box.
   *
   * @param box one box, finite
   */
  public DivergenceCost cost(BoxBatch box, Sampling sampling) {
    Chords chords = chords(box);
    double[] center = center(box);
    Network difference = DifferenceNetwork.of(chords);
    try (Session relaxed = tools.backend().load(affine(chords));
        BoundAnalysis relaxation = new BoundAnalysis(relaxed);
        Session both = tools.backend().load(difference);
        BoundAnalysis apart = new BoundAnalysis(both)) {
      SampledDivergence sampled =
          SampledDivergence.of(
              analysis.sample(box, sampling.count(), sampling.seed()),
              relaxation.sample(box, sampling.count(), sampling.seed()),
              network().outputs());
      double atCenter =
          SampledDivergence.of(
                  analysis.forward(center), relaxation.forward(center), network().outputs())
              .largest();
      double[] start =
          atCenter >= sampled.largest()
              ? center
              : BoundAnalysis.samplePoint(box, 0, sampling.count(), sampling.seed(), sampled.at());
      double[] witness = new WitnessSearch(apart, box, sampling.seed()).from(start);
      return new DivergenceCost(
          sampled,
          atCenter,
          Math.max(lowerBoundAt(difference, witness), lowerBoundAt(difference, center)),
          exact(difference, box),
          upperBounds(chords, apart, box),
          PublishedUpperBound.of(chords));
    }
  }

  private ExactSolve.Attempt exact(Network difference, BoxBatch box) {
    if (tools.exact().isEmpty()) {
      return ExactSolve.Attempt.NONE;
    }
    try {
      ExactSolve.Maximum maximum = tools.exact().get().maximum(tools.precise(), difference, box);
      return new ExactSolve.Attempt(Optional.of(maximum), Optional.empty());
    } catch (SolverException e) {
      // One box of many: it has no exact value, and the result says why.
      return new ExactSolve.Attempt(Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  /**
   * At how many samples of a box network and relaxation choose different classes: the first of the
   * largest outputs.
   *
   * @param box one box, finite
   */
  public int misclassified(BoxBatch box, Sampling sampling) {
    try (Session relaxed = tools.backend().load(affine(chords(box)));
        BoundAnalysis relaxation = new BoundAnalysis(relaxed)) {
      double[] network = analysis.sample(box, sampling.count(), sampling.seed());
      double[] other = relaxation.sample(box, sampling.count(), sampling.seed());
      int different = 0;
      for (int sample = 0; sample < sampling.count(); sample++) {
        different += choice(network, sample) == choice(other, sample) ? 0 : 1;
      }
      return different;
    }
  }

  private int choice(double[] outputs, int sample) {
    int first = sample * network().outputs();
    int chosen = first;
    for (int i = first + 1; i < first + network().outputs(); i++) {
      chosen = outputs[i] > outputs[chosen] ? i : chosen;
    }
    return chosen - first;
  }

  private static Map<Quantity, Double> upperBounds(
      Chords chords, BoundAnalysis difference, BoxBatch box) {
    Map<Quantity, Double> upper = new EnumMap<>(Quantity.class);
    upper.put(Quantity.CROWN, largestMagnitude(difference.outputs(box, BoundMethod.CROWN)));
    upper.put(Quantity.IBP, largestMagnitude(difference.outputs(box, BoundMethod.IBP)));
    double analytic = 0;
    for (double bound : AnalyticBound.of(chords)) {
      analytic = Math.max(analytic, bound);
    }
    upper.put(Quantity.ANALYTIC, analytic);
    upper.put(Quantity.NORM, NormBound.of(chords));
    return upper;
  }

  private static double largestMagnitude(Bounds bounds) {
    double largest = 0;
    for (int i = 0; i < bounds.width(); i++) {
      largest = Math.max(largest, Math.max(-bounds.lower(0, i), bounds.upper(0, i)));
    }
    return largest;
  }

  /** A rigorous lower bound of the divergence at a point: intervals through both branches. */
  private double lowerBoundAt(Network difference, double[] point) {
    try (Session session = tools.precise().load(difference);
        BoundAnalysis bounds = new BoundAnalysis(session)) {
      Bounds at = bounds.outputs(BoxBatch.points(point.length, point), BoundMethod.IBP);
      double largest = 0;
      for (int i = 0; i < at.width(); i++) {
        largest = Math.max(largest, Math.max(at.lower(0, i), -at.upper(0, i)));
      }
      return largest;
    }
  }

  private static Network affine(Chords chords) {
    Network.Builder builder =
        Network.builder(chords.network().name() + ":affine", chords.network().inputs());
    return builder.build(builder.affine("chords", ChordNetwork.affineMap(chords), 0));
  }

  private static double[] center(BoxBatch box) {
    double[] center = new double[box.dimension()];
    for (int i = 0; i < center.length; i++) {
      center[i] = 0.5 * box.lower(0, i) + 0.5 * box.upper(0, i);
    }
    return center;
  }

  private static void requireOne(BoxBatch box) {
    if (box.count() != 1) {
      throw new IllegalArgumentException(box + ", expected one box");
    }
  }

  /** Ends the worker threads and frees the network's memory on the device. */
  @Override
  public void close() {
    analysis.close();
    session.close();
  }
}
