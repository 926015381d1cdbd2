package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.domain.Verdict;
import dev.hasse.network.Network;
import dev.hasse.verify.Answer;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import dev.hasse.verify.LabelledPoints;
import dev.hasse.verify.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The stages of certification one by one: each runs on what the one before left undecided. A
 * stage's time holds an evaluation of its points, which certification does first.
 */
public final class CascadeMeasurement {
  private final BoundAnalysis analysis;
  private final Optimizers optimizers;
  private final Ball ball;
  private final Ceilings.Gauge gauge;

  /** Borrows all of them. */
  public CascadeMeasurement(
      BoundAnalysis analysis, Optimizers optimizers, Ball ball, ComputeBackend backend) {
    this.analysis = analysis;
    this.optimizers = optimizers;
    this.ball = ball;
    this.gauge = new Ceilings.Gauge(backend);
  }

  /**
   * What one stage did.
   *
   * @param method of the stage
   * @param asked points that came to it; the first gets those that are classified right
   * @param certified of these
   * @param violated of these
   * @param flops nominal operations; 0 where they are not counted
   * @param bytes the least traffic, see {@link BenchPoint}
   * @param seconds of each repetition
   */
  public record StageResult(
      BoundMethod method,
      int asked,
      int certified,
      int violated,
      double flops,
      double bytes,
      Samples seconds) {
    public int decided() {
      return certified + violated;
    }
  }

  /**
   * Runs the cascade once to warm up and then so many times; stages that nothing reaches end it.
   */
  public List<StageResult> measure(
      double[] values, int[] labels, List<BoundMethod> cascade, int repetitions) {
    int[] open = classifiedRight(values, labels);
    List<StageResult> stages = new ArrayList<>();
    for (BoundMethod method : cascade) {
      if (open.length == 0) {
        break;
      }
      LabelledPoints asked = select(values, labels, open);
      Certification stage = new Certification(analysis, optimizers, List.of(method));
      List<Answer> answers = stage.run(asked, ball);
      double[] seconds = new double[repetitions];
      for (int k = 0; k < repetitions; k++) {
        seconds[k] = Stopwatch.seconds(() -> stage.run(asked, ball), 1);
        gauge.sample();
      }
      Network network = analysis.network();
      boolean counted = BoundMethod.propagating().contains(method);
      stages.add(
          new StageResult(
              method,
              open.length,
              count(answers, Verdict.CERTIFIED),
              count(answers, Verdict.VIOLATED),
              counted ? open.length * FlopCount.perBox(network, method) : 0,
              LeastTraffic.of(network, open.length),
              Samples.of(seconds)));
      int[] before = open;
      open =
          IntStream.range(0, before.length)
              .filter(k -> answers.get(k).verdict() == Verdict.UNDECIDED)
              .map(k -> before[k])
              .toArray();
    }
    return stages;
  }

  /** The ceilings over all stages. */
  public Ceilings ceilings() {
    return gauge.ceilings();
  }

  private int[] classifiedRight(double[] values, int[] labels) {
    double[] outputs = analysis.forward(values);
    int width = analysis.network().outputs();
    return IntStream.range(0, labels.length)
        .filter(
            p -> {
              double[] scores = Arrays.copyOfRange(outputs, p * width, (p + 1) * width);
              int best = 0;
              for (int i = 1; i < width; i++) {
                best = scores[i] > scores[best] ? i : best;
              }
              return best == labels[p];
            })
        .toArray();
  }

  private static LabelledPoints select(double[] values, int[] labels, int[] chosen) {
    int width = values.length / labels.length;
    double[] some = new double[chosen.length * width];
    for (int k = 0; k < chosen.length; k++) {
      System.arraycopy(values, chosen[k] * width, some, k * width, width);
    }
    return new LabelledPoints(width, some, Arrays.stream(chosen).map(p -> labels[p]).toArray());
  }

  private static int count(List<Answer> answers, Verdict verdict) {
    return (int) answers.stream().filter(answer -> answer.verdict() == verdict).count();
  }
}
