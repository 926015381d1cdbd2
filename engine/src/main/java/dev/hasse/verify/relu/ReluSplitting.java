package dev.hasse.verify.relu;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.DeadlinePassedException;
import dev.hasse.bound.Effort;
import dev.hasse.bound.Narrowing;
import dev.hasse.bound.RegionBounds;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound on the signs of ReLUs, with beta-CROWN's bounds (Wang et al. 2021, arXiv
 * 2103.06624): a batch of regions is bounded, those where no counterexample can be are dropped, and
 * the others are split at one ReLU each. After every few splits the pre-activations are narrowed to
 * the points where the constraints hold (INVPROP, Kotha et al. 2023, arXiv 2302.01404), which makes
 * most neurons stable: no others can be counterexamples.
 *
 * <p>Every region is closed by a rigorous bound, because its bounds contradict each other, or by a
 * program with the guarantee that {@link #guarantee} tells, so what is left empty holds.
 * Deterministic but for where the time limit strikes.
 */
public final class ReluSplitting {
  private static final int BATCH = 128;

  /** Steps of ascent for linear forms, and for the pre-activations of whole boxes. */
  private static final int STEPS = 20;

  private static final Effort FORMS = Effort.of(STEPS);

  /** Steps where no ReLU is left to split, and only the multipliers can still rise. */
  private static final int LAST_STEPS = 400;

  /** Bounds are narrowed to where the constraints hold after so many splits. */
  private static final int NARROWED_EVERY = 4;

  /** Where a region's bound is above this part of the whole box's, splitting alone is cheaper. */
  private static final double NARROWED_FROM = 0.06;

  private static final Narrowing NARROWING = new Narrowing(48, Effort.of(8));

  /**
   * How regions are bounded.
   *
   * @param tightens whether rows tighten pre-activations
   */
  private record Pass(boolean tightens, Effort ofNodes, Narrowing narrowing, Effort ofForms) {
    static Pass ofForms(Effort effort) {
      return new Pass(false, Effort.NONE, Narrowing.NONE, effort);
    }
  }

  private static final Pass SPLIT = Pass.ofForms(FORMS);
  private static final Pass NARROWED = new Pass(false, Effort.NONE, NARROWING, FORMS);
  private static final Pass LAST = Pass.ofForms(Effort.of(LAST_STEPS));

  /**
   * When regions are dropped for a whole box with deeper bounds: many trees are smaller than these
   * bounds cost.
   *
   * @param regions after which it shows whether splitting gets anywhere
   * @param share of the whole box's bound that is left where it does not
   * @param depth signs that pre-activations of the whole box are split at
   */
  record Restart(int regions, double share, int depth) {}

  private static final List<Restart> RESTARTS =
      List.of(new Restart(1000, 0.25, 3), new Restart(10_000, 0.5, 5));

  /** Operations that splitting the pre-activations of a whole box may take. */
  private static final double DEEP_WORK = 4e12;

  /** Operations that tightening all pre-activations of a whole box may take, for one step. */
  private static final double ROOT_WORK = 4e12;

  /** What the frontier may take of the heap. */
  private static final double SHARE_OF_HEAP = 0.4;

  private final BoundAnalysis analysis;
  private final ReluLayers layers;
  private final Branching branching;
  private final RegionLeaves leaves;
  private final RegionFrontier frontier;
  private final List<Restart> plan;
  private final List<OpenRegion> unsolved = new ArrayList<>();
  private final Deque<OpenRegion> wholes = new ArrayDeque<>();
  private final DeepBounds deep;
  private int asked;
  private int restarts;
  private OpenRegion lastWhole;
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
    this(analysis, rule, leaves, RESTARTS);
  }

  /**
   * @param plan when to look whether deeper bounds pay, in order
   */
  ReluSplitting(
      BoundAnalysis analysis, BranchingRule rule, RegionLeaves leaves, List<Restart> plan) {
    this.analysis = analysis;
    this.plan = plan;
    this.branching = Branching.of(rule);
    this.leaves = leaves;
    this.layers = new ReluLayers(analysis.network());
    this.deep = new DeepBounds(analysis);
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
        wholes.add(OpenRegion.whole(question)); // it is open still
        throw e;
      }
    }
  }

  private void ask(Question question) {
    // Adaptive slopes first: they say what optimising all of them would cost.
    Pass adaptive = new Pass(true, Effort.NONE, Narrowing.NONE, Effort.NONE);
    for (OpenRegion left : bound(List.of(OpenRegion.whole(question)), adaptive)) {
      Effort steps = Effort.of((int) Math.min(STEPS, ROOT_WORK / (2 * work(left))));
      Pass optimised = new Pass(true, steps, Narrowing.NONE, FORMS);
      wholes.addAll(bound(List.of(left), optimised));
    }
    asked++;
  }

  /** Whether regions of the only whole box are to be left for ones with better pre-activations. */
  private Optional<Restart> restart() {
    if (restarts == plan.size() || bounded < plan.get(restarts).regions || asked > 1) {
      return Optional.empty();
    }
    Restart next = plan.get(restarts++);
    boolean pays =
        frontier.worstBound() < next.share * lastWhole.bound()
            && work(lastWhole) * DeepBounds.walks(next.depth) <= DEEP_WORK;
    return pays ? Optional.of(next) : Optional.empty();
  }

  /** Drops all regions and takes their whole box up again, with deeper bounds. */
  private void restart(int depth) {
    frontier.clear();
    unsolved.clear();
    wholes.add(lastWhole); // stays open should time be up on the way
    bound(List.of(deep.of(lastWhole, depth)), SPLIT).forEach(this::takeUpApart);
    wholes.remove();
  }

  /**
   * Takes the conjunctions of a whole box up one by one: what decides one is seldom what decides
   * another, and only bounds for one alone can be narrowed by its constraints.
   */
  private void takeUpApart(OpenRegion region) {
    lastWhole = region;
    List<OpenRegion> parts = new ArrayList<>();
    for (List<OutputConstraint> conjunction : region.open()) {
      parts.add(region.with(List.of(conjunction)).with(region.trail().alone()));
    }
    if (parts.size() == 1) {
      takeUp(region);
    } else {
      bound(parts, SPLIT).forEach(this::takeUp);
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
  private List<OpenRegion> bound(List<OpenRegion> regions, Pass pass) {
    List<OpenRegion> left = new ArrayList<>();
    if (regions.isEmpty()) {
      return left;
    }
    RegionBatch batch = new RegionBatch(layers, regions);
    RegionBounds found =
        analysis.regions(
            batch.regionsToBound(pass.tightens), pass.ofNodes, pass.narrowing, pass.ofForms);
    bounded += regions.size();
    bounds += batch.start(regions.size());
    RegionReview review = batch.review(found);
    for (int b = 0; b < regions.size(); b++) {
      OpenRegion each = review.left(b, branching, made++);
      if (each != null) {
        left.add(each);
      }
    }
    excluded = Math.min(excluded, review.excluded());
    return left;
  }

  /** Whether narrowing a region's bounds pays: it costs what some fifty regions cost. */
  private boolean isDue(OpenRegion region) {
    return region.trail().splits() >= NARROWED_EVERY
        && region.open().size() == 1
        && region.split().isPresent()
        && region.bound() <= NARROWED_FROM * region.trail().first();
  }

  /**
   * Takes one whole box up, or splits one batch of regions and bounds the parts.
   *
   * @return a counterexample, if a program met one in a leaf
   */
  public Optional<Counterexample> step() {
    if (!wholes.isEmpty()) {
      takeUpApart(wholes.peek());
      wholes.remove();
      return counterexample();
    }
    Optional<Restart> restart = restart();
    if (restart.isPresent()) {
      restart(restart.get().depth);
      return counterexample();
    }
    List<OpenRegion> taken = frontier.take(BATCH);
    try {
      List<OpenRegion> left = bound(parts(taken), SPLIT);
      List<OpenRegion> due = new ArrayList<>();
      for (OpenRegion region : left) {
        if (isDue(region)) {
          due.add(region.with(region.trail().narrow()));
        } else {
          takeUp(region);
        }
      }
      bound(due, NARROWED).forEach(this::takeUp);
    } catch (DeadlinePassedException e) {
      taken.forEach(frontier::add); // they are open still
      throw e;
    }
    return counterexample();
  }

  private void takeUp(OpenRegion region) {
    if (region.split().isEmpty()) {
      for (OpenRegion left : bound(List.of(region), LAST)) {
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
    return region.child(region.split().orElseThrow(), active);
  }

  /** Whether anything was asked. */
  public boolean hasBegun() {
    return bounded > 0 || open() > 0;
  }

  /** Whether no region is left that could be split. */
  public boolean isDone() {
    return frontier.size() == 0 && wholes.isEmpty();
  }

  /** Whether regions were left that have no ReLU to split and are not excluded. */
  public boolean isStuck() {
    return !unsolved.isEmpty();
  }

  /** Regions that were bounded. */
  public long bounded() {
    return bounded + deep.bounded();
  }

  /** Linear forms that were bounded. */
  public long bounds() {
    return bounds + deep.bounded();
  }

  /** Regions that are left. */
  public long open() {
    return (long) frontier.size() + unsolved.size() + wholes.size();
  }

  /** A lower bound, over all regions, of the distance from a counterexample. */
  public double bound() {
    double least = Math.min(excluded, Math.min(leaves.excluded(), frontier.worstBound()));
    for (OpenRegion region : unsolved) {
      least = Math.min(least, region.bound());
    }
    for (OpenRegion whole : wholes) {
      least = Math.min(least, whole.bound());
    }
    return least;
  }
}
