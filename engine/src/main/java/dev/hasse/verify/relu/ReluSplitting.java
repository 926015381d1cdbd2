package dev.hasse.verify.relu;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.DeadlinePassedException;
import dev.hasse.bound.Effort;
import dev.hasse.bound.RegionBounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.network.Node;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound on the signs of ReLUs, with beta-CROWN's bounds (Wang et al. 2021, arXiv
 * 2103.06624): a batch of regions is bounded, those where no counterexample can be are dropped, and
 * the others are split at one ReLU each. The pre-activations behind a split are bounded anew where
 * that is affordable: a sign in an early layer then makes neurons of later ones stable.
 *
 * <p>Every region is closed by a rigorous bound, because its bounds contradict each other, or by a
 * program with the guarantee that {@link #guarantee} tells, so what is left empty holds.
 * Deterministic but for where the time limit strikes.
 */
public final class ReluSplitting {
  private static final int BATCH = 64;

  /** Steps of ascent for the linear forms of a region. */
  private static final int STEPS = 20;

  /** Steps for whole boxes, for pre-activations and linear forms. */
  private static final int ROOT_STEPS = 20;

  /** Steps where no ReLU is left to split, and only the multipliers can still rise. */
  private static final int LAST_STEPS = 400;

  /** Operations that tightening all pre-activations of a whole box may take, for one step. */
  private static final double ROOT_WORK = 4e12;

  /** Operations that tightening the pre-activations of one region may take. */
  private static final double REGION_WORK = 4e9;

  /** What the frontier may take of the heap. */
  private static final double SHARE_OF_HEAP = 0.4;

  private final BoundAnalysis analysis;
  private final ReluLayers layers;
  private final Branching branching;
  private final RegionLeaves leaves;
  private final RegionFrontier frontier;
  private final List<OpenRegion> unsolved = new ArrayList<>();
  private boolean tightens = true;
  private long made;
  private long bounded;
  private long bounds;
  private double excluded = Double.POSITIVE_INFINITY;

  /**
   * @param analysis of the network; not owned
   */
  public ReluSplitting(BoundAnalysis analysis) {
    this(analysis, BranchingRule.BABSR, RegionLeaves.none());
  }

  /**
   * @param analysis of the network; not owned
   * @param leaves regions that a solver decides; not owned
   */
  public ReluSplitting(BoundAnalysis analysis, BranchingRule rule, RegionLeaves leaves) {
    this.analysis = analysis;
    this.branching = Branching.of(rule);
    this.leaves = leaves;
    this.layers = new ReluLayers(analysis.network());
    long bytes = 12L * layers.neurons() + 1024;
    double room = SHARE_OF_HEAP * Runtime.getRuntime().maxMemory();
    this.frontier = new RegionFrontier((int) Math.min(1 << 22, Math.max(2 * BATCH, room / bytes)));
  }

  /** Bounds the questions' whole boxes with optimised slopes, and takes up what is left. */
  public void ask(List<Question> questions) {
    for (Question question : questions) {
      try {
        ask(question);
      } catch (DeadlinePassedException e) {
        frontier.add(OpenRegion.whole(question)); // it is open still
        throw e;
      }
    }
  }

  private void ask(Question question) {
    // Adaptive slopes first: they say what optimising all of them would cost.
    for (OpenRegion left : bound(List.of(OpenRegion.whole(question)), Effort.NONE, Effort.NONE)) {
      double work = work(left);
      tightens &= work <= REGION_WORK;
      int steps = (int) Math.min(ROOT_STEPS, ROOT_WORK / (2 * work));
      bound(List.of(left.again()), Effort.of(steps), Effort.of(ROOT_STEPS)).forEach(this::takeUp);
    }
  }

  /** Operations that rows of a region's unstable neurons take. */
  private double work(OpenRegion region) {
    double work = 0;
    for (int layer = 0; layer < layers.count(); layer++) {
      int unstable = 0;
      for (int i = 0; i < layers.node(layer).size(); i++) {
        unstable += region.isUnstable(layer, i) ? 1 : 0;
      }
      work += 2.0 * unstable * layers.walk(layers.node(layer).input());
    }
    return work;
  }

  /** Bounds regions; returns what is left of them. */
  private List<OpenRegion> bound(List<OpenRegion> regions, Effort ofNodes, Effort ofForms) {
    List<OpenRegion> left = new ArrayList<>();
    if (!regions.isEmpty()) {
      for (OpenRegion each : review(regions, ofNodes, ofForms)) {
        if (each != null) {
          left.add(each);
        }
      }
    }
    return left;
  }

  /** What is left of each region, null where nothing is. */
  private List<OpenRegion> review(List<OpenRegion> regions, Effort ofNodes, Effort ofForms) {
    RegionBatch batch = new RegionBatch(layers, regions);
    RegionBounds found = analysis.regions(batch.regionsToBound(), ofNodes, ofForms);
    bounded += regions.size();
    bounds += batch.start(regions.size());
    RegionReview review = batch.review(found);
    List<OpenRegion> left = new ArrayList<>();
    for (int b = 0; b < regions.size(); b++) {
      left.add(review.left(b, branching, made++));
    }
    excluded = Math.min(excluded, review.excluded());
    return left;
  }

  /**
   * Splits one batch of regions and bounds the parts.
   *
   * @return a counterexample, if a program met one in a leaf
   */
  public Optional<Counterexample> step() {
    List<OpenRegion> taken = frontier.take(BATCH);
    try {
      List<OpenRegion> left = bound(parts(taken), Effort.NONE, Effort.of(STEPS));
      left.forEach(this::takeUp);
    } catch (DeadlinePassedException e) {
      taken.forEach(frontier::add); // they are open still
      throw e;
    }
    return counterexample();
  }

  private void takeUp(OpenRegion region) {
    if (region.split().isEmpty()) {
      for (OpenRegion left : bound(List.of(region), Effort.NONE, Effort.of(LAST_STEPS))) {
        leaves.last(left).ifPresent(unsolved::add);
      }
    } else {
      leaves.early(region).ifPresent(frontier::add);
    }
  }

  /** A counterexample that a program met in a leaf. */
  public Optional<Counterexample> counterexample() {
    return leaves.counterexample();
  }

  /** Of everything that was closed. */
  public Guarantee guarantee() {
    return leaves.guarantee();
  }

  /** Both parts of each region. */
  private List<OpenRegion> parts(List<OpenRegion> regions) {
    List<OpenRegion> parts = new ArrayList<>();
    for (OpenRegion region : regions) {
      parts.add(part(region, true));
      parts.add(part(region, false));
    }
    return parts;
  }

  private OpenRegion part(OpenRegion region, boolean active) {
    Neuron neuron = region.split().orElseThrow();
    Node node = layers.node(neuron.layer());
    return region.child(neuron, active, tightens ? node.input() : Integer.MAX_VALUE);
  }

  /** Whether anything was asked. */
  public boolean hasBegun() {
    return bounded > 0 || frontier.size() > 0;
  }

  /** Whether no region is left that could be split. */
  public boolean isDone() {
    return frontier.size() == 0;
  }

  /** Whether regions were left that have no ReLU to split and are not excluded. */
  public boolean isStuck() {
    return !unsolved.isEmpty();
  }

  /** Regions that were bounded. */
  public long bounded() {
    return bounded;
  }

  /** Linear forms that were bounded. */
  public long bounds() {
    return bounds;
  }

  /** Regions that are left. */
  public long open() {
    return (long) frontier.size() + unsolved.size();
  }

  /** A lower bound, over all regions, of the distance from a counterexample. */
  public double bound() {
    double least = Math.min(excluded, Math.min(leaves.excluded(), frontier.worstBound()));
    for (OpenRegion region : unsolved) {
      least = Math.min(least, region.bound());
    }
    return least;
  }
}
