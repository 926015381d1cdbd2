package dev.hasse.verify;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.Deadline;
import dev.hasse.bound.DeadlinePassedException;
import dev.hasse.domain.Property;
import dev.hasse.network.Activation;
import dev.hasse.network.Relu;
import dev.hasse.verify.attack.GradientAttack;
import dev.hasse.verify.relu.RegionLeaves;
import dev.hasse.verify.relu.ReluSplitting;
import java.util.List;
import java.util.Optional;

/**
 * Decides a property: a few points, then bounds of the whole boxes, then an attack, then branch and
 * bound until nothing is left or time is up: on the inputs where they are few, else on the signs of
 * ReLUs. Where that gets no further, the attack goes on.
 */
public final class PropertyVerification {
  /** With more inputs than this, halving them gets nowhere, and each probe looks at all. */
  private static final int MOST_INPUTS_TO_SPLIT = 64;

  /** Points that cost less than a bound. */
  private static final int FIRST_POINTS = 256;

  /** With few inputs splitting meets counterexamples too, so only the worst boxes are attacked. */
  private static final int ATTACKED_BEFORE_SPLITTING = 8;

  /** The first step of splitting signs that another round of attack follows. */
  private static final int FIRST_ATTACKED_STEP = 4;

  private final BoundAnalysis analysis;
  private final VerifyOptions options;

  /**
   * @param analysis of the network; not owned
   */
  public PropertyVerification(BoundAnalysis analysis, VerifyOptions options) {
    this.analysis = analysis;
    this.options = options;
  }

  /** What is told of the work while it goes on. */
  public interface Progress {
    /**
     * @param bounded boxes so far
     * @param open boxes that are left
     * @param bound the smallest bound of these
     */
    void at(long bounded, long open, double bound);
  }

  /**
   * Decides a property within the time limit, but for one step of a bound.
   *
   * @param property of the network's inputs and outputs
   */
  public Decision decide(Property property, Progress progress) {
    Deadline deadline = Deadline.in(options.seconds());
    try (Confirmation confirmation = new Confirmation(analysis.network());
        RegionLeaves leaves = leaves(confirmation, deadline)) {
      return new Run(property, confirmation, leaves, deadline, progress).decide();
    }
  }

  /** A solver for leaves, where all activations are ReLUs. */
  private RegionLeaves leaves(Confirmation confirmation, Deadline deadline) {
    boolean relus =
        analysis.network().nodes().stream()
            .allMatch(node -> !(node.op() instanceof Activation) || node.op() instanceof Relu);
    return relus
        ? RegionLeaves.of(analysis.network(), options.branching(), confirmation::confirm, deadline)
        : RegionLeaves.none();
  }

  /** One property on its way. */
  private final class Run {
    private final long start = System.nanoTime();
    private final boolean splits;
    private final List<Question> questions;
    private final PointSearch points;
    private final GradientAttack attack;
    private final InputSplitting splitting;
    private final ReluSplitting signs;
    private final Progress progress;
    private Stage.Kind kind = Stage.Kind.POINTS;
    private long rounds;

    Run(
        Property property,
        Confirmation confirmation,
        RegionLeaves leaves,
        Deadline deadline,
        Progress progress) {
      BoundAnalysis limited = analysis.until(deadline); // shares, so is not closed
      this.splits =
          options.splitting() == Splitting.AUTO
              ? property.inputs() <= MOST_INPUTS_TO_SPLIT
              : options.splitting() == Splitting.INPUTS;
      this.questions = Question.of(property);
      this.points = new PointSearch(limited, confirmation);
      this.attack = new GradientAttack(limited, confirmation, options.seed());
      this.splitting = new InputSplitting(limited, confirmation, options);
      this.signs = new ReluSplitting(limited, options.branching(), leaves);
      this.progress = progress;
    }

    Decision decide() {
      questions.forEach(splitting::ask);
      try {
        Optional<Counterexample> found = tryPoints();
        if (found.isPresent()) {
          return decision(Outcome.SAT, found);
        }
        screen(Stage.Kind.INTERVALS, BoundMethod.IBP);
        if (!splitting.isDone()) {
          screen(Stage.Kind.CROWN, BoundMethod.CROWN);
        }
        if (!splitting.isDone()) {
          found = splits ? attackAndSplit() : attackAndSplitSigns();
        }
        return found.isPresent() ? decision(Outcome.SAT, found) : nothingLeft();
      } catch (DeadlinePassedException e) {
        return decision(Outcome.TIMEOUT, Optional.empty());
      }
    }

    private Optional<Counterexample> tryPoints() {
      for (Question question : questions) {
        Optional<Counterexample> found = points.look(question, FIRST_POINTS, options.seed());
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private void screen(Stage.Kind stage, BoundMethod method) {
      kind = stage;
      splitting.screen(method);
      report();
    }

    /**
     * An attack, then regions; every time that their number of steps has doubled another round of
     * attack; and rounds until time is up where regions are left that cannot be split.
     */
    private Optional<Counterexample> attackAndSplitSigns() {
      List<Question> left = splitting.left();
      int number = 0;
      Optional<Counterexample> found = round(left, number++);
      if (found.isPresent()) {
        return found;
      }
      kind = Stage.Kind.ALPHA_CROWN;
      signs.ask(left);
      report();
      found = signs.counterexample();
      for (int step = 1; found.isEmpty() && !signs.isDone(); step++) {
        kind = Stage.Kind.RELU_SPLITTING;
        found = signs.step();
        report();
        if (found.isEmpty()
            && !signs.isDone()
            && step >= FIRST_ATTACKED_STEP
            && Integer.bitCount(step) == 1) {
          found = round(left, number++);
        }
      }
      while (found.isEmpty() && signs.isStuck()) {
        found = round(left, number++);
      }
      return found;
    }

    private Optional<Counterexample> round(List<Question> left, int number) {
      kind = Stage.Kind.ATTACK;
      for (Question question : left) {
        rounds++;
        Optional<Counterexample> found = attack.round(question, number);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private Optional<Counterexample> attackAndSplit() {
      List<Question> left = splitting.left();
      Optional<Counterexample> found =
          round(left.subList(0, Math.min(left.size(), ATTACKED_BEFORE_SPLITTING)), 0);
      while (found.isEmpty() && !splitting.isDone()) {
        kind = Stage.Kind.INPUT_SPLITTING;
        found = splitting.step();
        report();
      }
      return found;
    }

    private void report() {
      progress.at(bounded(), open(), bound());
    }

    private Decision nothingLeft() {
      boolean stuck = splitting.isStuck() || signs.isStuck();
      return decision(stuck ? Outcome.UNKNOWN : Outcome.UNSAT, Optional.empty());
    }

    private Decision decision(Outcome outcome, Optional<Counterexample> counterexample) {
      return new Decision(
          outcome,
          new Stage(kind, done()),
          signs.guarantee(),
          (System.nanoTime() - start) * 1e-9,
          bounded(),
          splitting.bounds() + signs.bounds(),
          open(),
          bound(),
          counterexample);
    }

    private long done() {
      return switch (kind) {
        case POINTS -> questions.size() * (1L + FIRST_POINTS);
        case INTERVALS, CROWN, INPUT_SPLITTING -> splitting.bounded();
        case ATTACK -> rounds;
        case ALPHA_CROWN -> questions.size();
        case RELU_SPLITTING -> signs.bounded();
      };
    }

    private long bounded() {
      return splitting.bounded() + signs.bounded();
    }

    /** What is left: whole boxes until they are taken up as regions. */
    private long open() {
      return signs.hasBegun() ? signs.open() : splitting.open();
    }

    private double bound() {
      return signs.hasBegun()
          ? Math.min(signs.bound(), splitting.excludedBound())
          : splitting.bound();
    }
  }
}
