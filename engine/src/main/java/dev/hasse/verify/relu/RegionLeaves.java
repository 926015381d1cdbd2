package dev.hasse.verify.relu;

import dev.hasse.bound.Deadline;
import dev.hasse.bound.lattice.RegionAnswer;
import dev.hasse.bound.lattice.RegionLimits;
import dev.hasse.bound.lattice.RegionProgram;
import dev.hasse.bound.lattice.RegionQuestion;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Network;
import dev.hasse.verify.BranchingRule;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Regions that a solver decides instead of splitting them further. Remembers the weakest guarantee
 * of what it closed, and a counterexample once one was confirmed. Without a solver nothing is
 * decided, and regions stay as they are.
 */
public final class RegionLeaves implements AutoCloseable {
  /** With at most this many unstable neurons a region may become a mixed-integer program. */
  private static final int MOST_BINARIES = 20;

  /**
   * So many splits without a better bound come first: what splitting closes is closed rigorously.
   */
  private static final int STALLED = 3;

  /** Wall time of a program before splitting goes on; of one after which nothing is left to try. */
  private static final double EARLY_SECONDS = 2;

  private static final double LAST_SECONDS = 30;

  /** Neurify's linear programs come where the number of decided signs is a multiple of this. */
  private static final int LINEAR_EVERY = 8;

  private final Optional<RegionProgram> program;
  private final BiFunction<Question, double[], Optional<Counterexample>> confirm;
  private final Deadline deadline;
  private final BranchingRule rule;
  private Guarantee guarantee = Guarantee.RIGOROUS;
  private Optional<Counterexample> counterexample = Optional.empty();
  private double excluded = Double.POSITIVE_INFINITY;
  private long solved;
  private long closed;
  private double seconds;
  private String reason = "";

  private RegionLeaves(
      Optional<RegionProgram> program,
      BiFunction<Question, double[], Optional<Counterexample>> confirm,
      Deadline deadline,
      BranchingRule rule) {
    this.program = program;
    this.confirm = confirm;
    this.deadline = deadline;
    this.rule = rule;
  }

  /**
   * Leaves with the solver that comes with Hasse, if it runs here.
   *
   * @param network with no activation but ReLUs
   * @param confirm whether a point is a counterexample
   */
  public static RegionLeaves of(
      Network network,
      BranchingRule rule,
      BiFunction<Question, double[], Optional<Counterexample>> confirm,
      Deadline deadline) {
    return new RegionLeaves(RegionProgram.open(network), confirm, deadline, rule);
  }

  /** No region is decided. */
  public static RegionLeaves none() {
    return new RegionLeaves(
        Optional.empty(),
        (question, point) -> Optional.empty(),
        Deadline.NEVER,
        BranchingRule.BABSR);
  }

  /** What is left of a region that could be split, after a program where one pays. */
  Optional<OpenRegion> early(OpenRegion region) {
    if (program.isEmpty()) {
      return Optional.of(region);
    }
    if (region.trail().stalled() >= STALLED && region.unstable() <= MOST_BINARIES) {
      return decide(region, MOST_BINARIES, EARLY_SECONDS, false);
    }
    int decided = region.decided();
    if (rule == BranchingRule.NEURIFY && decided > 0 && decided % LINEAR_EVERY == 0) {
      return decide(region, 0, EARLY_SECONDS, true);
    }
    return Optional.of(region);
  }

  /** What is left of a region with no ReLU to split. */
  Optional<OpenRegion> last(OpenRegion region) {
    return decide(region, MOST_BINARIES, LAST_SECONDS, false);
  }

  private Optional<OpenRegion> decide(
      OpenRegion region, int binaries, double seconds, boolean linear) {
    List<List<OutputConstraint>> open = new ArrayList<>();
    for (List<OutputConstraint> conjunction : region.open()) {
      double most = Math.min(seconds, deadline.secondsLeft());
      if (program.isEmpty() || counterexample.isPresent() || most <= 0) {
        open.add(conjunction);
        continue;
      }
      RegionQuestion question =
          new RegionQuestion(region.question().box(), region.lower(), region.upper(), conjunction);
      if (!isClosed(region, question, new RegionLimits(binaries, most, linear))) {
        open.add(conjunction);
      }
    }
    return open.isEmpty() ? Optional.empty() : Optional.of(region.with(List.copyOf(open)));
  }

  private boolean isClosed(OpenRegion region, RegionQuestion question, RegionLimits limits) {
    RegionAnswer answer = program.orElseThrow().solve(question, limits);
    solved++;
    seconds += answer.seconds();
    switch (answer.kind()) {
      case EXCLUDED -> {
        closed++;
        guarantee = guarantee.and(answer.guarantee());
        excluded = Math.min(excluded, region.trail().narrowed() ? 0 : answer.bound());
      }
      case POINT -> counterexample = confirm.apply(region.question(), answer.point());
      case OPEN -> reason = answer.reason();
    }
    return answer.kind() == RegionAnswer.Kind.EXCLUDED;
  }

  /** One that a program met, and that was confirmed. */
  Optional<Counterexample> counterexample() {
    return counterexample;
  }

  /** Of all regions that were closed here. */
  Guarantee guarantee() {
    return guarantee;
  }

  /** The smallest bound that closed a region here. */
  double excluded() {
    return excluded;
  }

  /** Programs that were solved. */
  public long solved() {
    return solved;
  }

  /** Programs that excluded what they were asked. */
  public long closed() {
    return closed;
  }

  /** Wall time of all programs. */
  public double seconds() {
    return seconds;
  }

  /** Why the last program that decided nothing did not; empty if there was none. */
  public String reason() {
    return reason;
  }

  @Override
  public void close() {
    program.ifPresent(RegionProgram::close);
  }
}
