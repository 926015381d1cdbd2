package dev.hasse.cli;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.Verdict;
import dev.hasse.network.Network;
import dev.hasse.verify.Answer;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import java.util.List;

/**
 * What a network is worth on images: how many it classifies right, and of how many the whole ball
 * is certified, rigorously, by interval bounds and CROWN.
 *
 * @param data images with labels
 * @param from the first that is taken
 * @param to the end of those that are taken
 * @param ball of radius 0 where nothing is to be certified
 */
record Validation(TrainingData data, int from, int to, Ball ball) {
  private static final int CHUNK = 500;
  private static final List<BoundMethod> CASCADE = List.of(BoundMethod.IBP, BoundMethod.CROWN);

  /**
   * Shares of all images.
   *
   * @param certified not-a-number where nothing was to be certified
   */
  record Result(double accuracy, double certified) {}

  Result run(ComputeBackend backend, Network network) {
    int right = 0;
    int certified = 0;
    try (Session session = backend.load(network);
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      Certification certification = new Certification(analysis, CASCADE);
      for (int start = from; start < to; start += CHUNK) {
        int end = Math.min(to, start + CHUNK);
        for (Answer answer : certification.run(data.points(start, end), ball)) {
          right += answer.predicted() == answer.label() ? 1 : 0;
          certified += answer.verdict() == Verdict.CERTIFIED ? 1 : 0;
        }
      }
    }
    double count = to - from;
    return new Result(right / count, ball.radius() > 0 ? certified / count : Double.NaN);
  }
}
