package dev.hasse.verify.attack;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.verify.Confirmation;
import dev.hasse.verify.Counterexample;
import dev.hasse.verify.Question;
import java.util.Arrays;
import java.util.Optional;

/**
 * Projected gradient descent from many starts at once (Madry et al. 2018, arXiv 1706.06083): each
 * start walks against the sign of the gradient of the constraint that is furthest from being
 * satisfied, with momentum (Dong et al. 2018, arXiv 1710.06081) and in steps that become shorter,
 * and is put back into the box where it leaves it.
 *
 * <p>It proves nothing: what seems to be a counterexample is one only if the confirmation says so.
 * A round is a function of the question, the seed and its number, on one backend.
 */
public final class GradientAttack {
  private static final int STEPS = 40;

  /** Lengths of the first step and the last, relative to half the box's width. */
  private static final double FIRST_STEP = 1;

  private static final double LAST_STEP = 0.02;

  /** Without it 256x2 prop_0_0.05 of mnistfc takes twice as many steps. */
  private static final double MOMENTUM = 0.75;

  /** A confirmation costs more than a step, so one that fails is not repeated for ever. */
  private static final int MOST_CONFIRMATIONS = 16;

  private final BoundAnalysis analysis;
  private final Confirmation confirmation;
  private final long seed;
  private final int starts;

  /**
   * @param analysis of the network; not owned
   * @param confirmation of the same network; not owned
   * @param seed of the starts
   */
  public GradientAttack(BoundAnalysis analysis, Confirmation confirmation, long seed) {
    this.analysis = analysis;
    this.confirmation = confirmation;
    this.seed = seed;
    this.starts = Starts.count(analysis.network());
  }

  /**
   * One round: some ten to hundred starts, {@value #STEPS} steps each.
   *
   * @param number each has other starts; round 0 includes the centre of the box
   * @return a confirmed counterexample, if one was met
   */
  public Optional<Counterexample> round(Question question, int number) {
    return new Round(question, number).run();
  }

  /** All starts of a round on their way; arrays are {@code [start][input]} flat. */
  private final class Round {
    private final Question question;
    private final Starts begin;
    private final BoxBatch boxes;
    private final double[] points;
    private final double[] velocity;
    private int confirmations;

    Round(Question question, int number) {
      this.question = question;
      this.begin = new Starts(question, seed, number, starts);
      this.boxes = question.box().select(new int[starts]);
      this.points = begin.points();
      this.velocity = new double[points.length];
    }

    Optional<Counterexample> run() {
      Aims aims = null;
      for (int step = 0; step <= STEPS; step++) {
        double[] outputs = analysis.forward(points);
        Optional<Counterexample> found = nearest(outputs);
        if (found.isPresent() || step == STEPS) {
          return found;
        }
        aims = aims == null ? new Aims(question, begin.ranks(), outputs) : aims;
        Objectives forms = aims.furthest(outputs);
        move(analysis.descentCorners(points, boxes, forms), length(step / (STEPS - 1.0)));
      }
      throw new IllegalStateException("a round ends at its last step");
    }

    /** The point nearest to a counterexample, if it is one. */
    private Optional<Counterexample> nearest(double[] outputs) {
      int width = outputs.length / starts;
      int best = 0;
      double smallest = Double.POSITIVE_INFINITY;
      for (int s = 0; s < starts; s++) {
        double distance = question.distance(outputs, s * width, width);
        if (distance < smallest) {
          smallest = distance;
          best = s;
        }
      }
      if (smallest > 0 || confirmations == MOST_CONFIRMATIONS) {
        return Optional.empty();
      }
      confirmations++;
      int inputs = boxes.dimension();
      return confirmation.confirm(
          question, Arrays.copyOfRange(points, best * inputs, (best + 1) * inputs));
    }

    /** A step towards the corners, whose directions from the centre are minus the signs. */
    private void move(double[] corners, double length) {
      int inputs = boxes.dimension();
      for (int k = 0; k < points.length; k++) {
        double lower = boxes.lower(0, k % inputs);
        double upper = boxes.upper(0, k % inputs);
        double radius = 0.5 * upper - 0.5 * lower;
        velocity[k] = MOMENTUM * velocity[k] + (corners[k] - (0.5 * lower + 0.5 * upper));
        double moved = points[k] + length * Math.signum(velocity[k]) * radius;
        points[k] = Math.max(lower, Math.min(upper, moved));
      }
    }
  }

  /** From the first length to the last along a smooth step, t from 0 to 1. */
  private static double length(double t) {
    return LAST_STEP + (FIRST_STEP - LAST_STEP) * (1 - t * t * (3 - 2 * t));
  }
}
