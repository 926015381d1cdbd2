package dev.hasse.sweep;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import dev.hasse.verify.Attempt;
import dev.hasse.verify.Attempts;
import dev.hasse.verify.LabelledPoints;
import java.util.Arrays;
import java.util.List;

/**
 * One stage of the cascade on one batch. Where a batch fails it is halved, down to the questions
 * that fail by themselves: only these carry the reason, and the others are not touched by it. Where
 * the device then fails a box without any question in it too, it is lost, and no question is to
 * blame. Thread-safe.
 */
final class StageRun {
  /** Values of nodes that are held while unstable ReLUs are counted: 64 MiB for both sides. */
  private static final int MOST_VALUES = 1 << 22;

  private final BoundAnalysis analysis;
  private final Attempts attempts;
  private final SweepPlan plan;
  private final int lanes;

  /**
   * @param lanes that the analysis has
   */
  StageRun(BoundAnalysis analysis, Attempts attempts, SweepPlan plan, int lanes) {
    this.analysis = analysis;
    this.attempts = attempts;
    this.plan = plan;
    this.lanes = lanes;
  }

  /**
   * Runs a stage on open questions, which then are certified, violated, failed or still open.
   *
   * @throws LostDeviceException where the device fails whatever it is asked; the questions of the
   *     batch are as open as before
   */
  void run(int stage, List<OpenQuestion> questions) {
    long start = System.nanoTime();
    RuntimeException failure = null;
    try {
      if (stage == 0) {
        classify(questions);
      } else {
        bound(plan.method().cascade().get(stage - 1), stage == 1, questions);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    double share = (System.nanoTime() - start) * 1e-9 / questions.size();
    questions.forEach(question -> question.took(share));
    if (failure != null && questions.size() == 1) {
      requireDevice(failure);
      questions.get(0).failed(reason(failure));
    } else if (failure != null) {
      int half = questions.size() / 2;
      run(stage, questions.subList(0, half));
      run(stage, questions.subList(half, questions.size()));
    }
  }

  /** Asks each lane of the device for interval bounds of one point. */
  private void requireDevice(RuntimeException failure) {
    int inputs = analysis.network().inputs();
    BoxBatch point = BoxBatch.points(inputs, new double[inputs]);
    try {
      for (int lane = 0; lane < lanes; lane++) {
        analysis.outputs(point, BoundMethod.IBP);
      }
    } catch (RuntimeException e) {
      e.addSuppressed(failure);
      throw new LostDeviceException(reason(e), e);
    }
  }

  /** One line: what the failure says, and its kind unless it is of ours, which say enough. */
  static String reason(Exception failure) {
    boolean isOurs = failure.getClass().getName().startsWith("dev.hasse.");
    String text =
        isOurs && failure.getMessage() != null ? failure.getMessage() : failure.toString();
    return text.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }

  private void classify(List<OpenQuestion> questions) {
    int[] classes =
        attempts.classes(
            new LabelledPoints(analysis.network().inputs(), values(questions), labels(questions)));
    for (int k = 0; k < classes.length; k++) {
      if (classes[k] != questions.get(k).question().label()) {
        questions.get(k).standing().misclassified();
      }
    }
  }

  private void bound(BoundMethod method, boolean first, List<OpenQuestion> questions) {
    double[] radii = questions.stream().mapToDouble(OpenQuestion::radius).toArray();
    BoxBatch boxes =
        BoxBatch.around(
            analysis.network().inputs(),
            values(questions),
            radii,
            plan.clipLower(),
            plan.clipUpper());
    List<Attempt> found = attempts.of(boxes, labels(questions), method);
    int[] unstable = plan.unstable() && first ? unstable(boxes) : new int[0];
    for (int k = 0; k < questions.size(); k++) {
      questions.get(k).note(method, found.get(k));
      if (unstable.length > 0) {
        questions.get(k).unstable(unstable[k]);
      }
    }
  }

  /** Of each box the ReLUs whose input has both signs by interval bounds. */
  private int[] unstable(BoxBatch boxes) {
    Network network = analysis.network();
    int values = network.nodes().stream().mapToInt(Node::size).sum();
    int step = Math.max(1, MOST_VALUES / values);
    int[] counts = new int[boxes.count()];
    for (int from = 0; from < counts.length; from += step) {
      int to = Math.min(counts.length, from + step);
      NetworkBounds bounds = analysis.nodes(boxes.slice(from, to), BoundMethod.IBP);
      for (Node node : network.nodes()) {
        if (node.op() instanceof Relu) {
          count(bounds.before(node), counts, from);
        }
      }
    }
    return counts;
  }

  private static void count(Bounds before, int[] counts, int from) {
    for (int b = 0; b < before.count(); b++) {
      for (int i = 0; i < before.width(); i++) {
        if (before.lower(b, i) < 0 && before.upper(b, i) > 0) {
          counts[from + b]++;
        }
      }
    }
  }

  private double[] values(List<OpenQuestion> questions) {
    int inputs = analysis.network().inputs();
    double[] values = new double[Math.multiplyExact(questions.size(), inputs)];
    for (int k = 0; k < questions.size(); k++) {
      questions.get(k).question().copyTo(values, k * inputs);
    }
    return values;
  }

  private static int[] labels(List<OpenQuestion> questions) {
    int[] labels = new int[questions.size()];
    Arrays.setAll(labels, k -> questions.get(k).question().label());
    return labels;
  }
}
