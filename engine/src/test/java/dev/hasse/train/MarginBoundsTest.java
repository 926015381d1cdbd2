package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.AvailableBackend;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.TrainingSession;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Numbers;
import dev.hasse.network.Add;
import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The margins of the robust loss: below those of sampled points, and those that analyses give. */
class MarginBoundsTest {
  private static final int SAMPLES = 9;
  private static final LossWeights WEIGHTS = CertifiedLossTest.CLIPPED;

  @TestFactory
  Stream<DynamicTest> marginsAreBelowThoseOfPoints() {
    return tests(MarginBoundsTest::checkPoints);
  }

  @TestFactory
  Stream<DynamicTest> marginsAreThoseOfTheAnalyses() {
    return tests(MarginBoundsTest::checkAnalyses);
  }

  /** What is asked of a case on a backend. */
  private interface Check {
    void of(ComputeBackend backend, LossCase of);
  }

  private static Stream<DynamicTest> tests(Check check) {
    return Stream.of("reference", "cpu")
        .flatMap(
            name ->
                LossCase.all().stream()
                    .map(
                        of ->
                            DynamicTest.dynamicTest(
                                of + " on " + name,
                                () -> {
                                  try (ComputeBackend backend = AvailableBackend.open(name)) {
                                    check.of(backend, of);
                                  }
                                })));
  }

  private static SampleBatch batch(LossCase of) {
    return new SampleBatch(
        of.inputs(SAMPLES),
        of.labels(SAMPLES),
        of.network().inputs(),
        0,
        SAMPLES,
        new SampleBatch.Room());
  }

  /** Lower bounds of the margins, sample by sample. */
  private static double[] margins(ComputeBackend backend, LossCase of, boolean crown) {
    try (TrainingSession session = backend.train(of.parameters());
        TrainingLane lane = session.openLane()) {
      session.load(FloatBuffer.wrap(of.values()));
      SampleBatch batch = batch(of);
      GraphPass<Box> boxes =
          new GraphPass<>(
              of.network(),
              new BoxVerbs(lane),
              WEIGHTS.boxes(lane, batch.points(lane)),
              SAMPLES,
              of.network().output().id());
      BoxPart whole = new BoxPart(lane, boxes, 0, SAMPLES);
      RowPass rows =
          crown
              ? RowPass.crown(lane, whole, of.network(), batch.margins(lane, LossCase.CLASSES))
              : RowPass.intervals(
                  lane,
                  whole,
                  of.network(),
                  batch.marginsOfLabels(lane, LossCase.CLASSES),
                  LossCase.CLASSES - 1,
                  batch.groups());
      return rows.bounds();
    }
  }

  private static void checkPoints(ComputeBackend backend, LossCase of) {
    double[] interval = margins(backend, of, false);
    double[] crown = margins(backend, of, true);
    Numbers numbers = new Numbers("points of " + of);
    float[] inputs = of.inputs(SAMPLES);
    int width = of.network().inputs();
    Objectives forms = Objectives.margins(LossCase.CLASSES, of.labels(SAMPLES));
    try (ComputeBackend reference = AvailableBackend.open("reference");
        Session session = reference.load(of.network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      for (int trial = 0; trial < 50; trial++) {
        double[] points = new double[inputs.length];
        for (int k = 0; k < points.length; k++) {
          double side = trial % 2 == 0 ? numbers.below(2) : numbers.uniform();
          double point = inputs[k] + (2 * side - 1) * WEIGHTS.radius();
          points[k] = Math.max(0, Math.min(1, point));
        }
        ObjectiveBounds exact =
            analysis.objectives(BoxBatch.points(width, points), forms, BoundMethod.IBP);
        for (int row = 0; row < forms.rows(); row++) {
          double most = exact.lower(row) + 1e-4;
          assertTrue(interval[row] <= most, "IBP, margin " + row);
          assertTrue(crown[row] <= most, "CROWN-IBP, margin " + row);
        }
      }
    }
  }

  /**
   * Whether the logits read the last ReLU alone. Otherwise the analysis stops at bounds of the node
   * that sums branches, where the loss goes on to the ReLUs of each.
   */
  private static boolean cutsAtOnce(LossCase of) {
    return !(of.network().output().op() instanceof Add);
  }

  private static void checkAnalyses(ComputeBackend backend, LossCase of) {
    double[] interval = margins(backend, of, false);
    double[] crown = margins(backend, of, true);
    float[] inputs = of.inputs(SAMPLES);
    double[] lower = new double[inputs.length];
    double[] upper = new double[inputs.length];
    for (int k = 0; k < inputs.length; k++) {
      lower[k] = Math.max(inputs[k] - WEIGHTS.radius(), WEIGHTS.clipLower());
      upper[k] = Math.min(inputs[k] + WEIGHTS.radius(), WEIGHTS.clipUpper());
    }
    BoxBatch boxes = new BoxBatch(SAMPLES, of.network().inputs(), lower, upper);
    Objectives forms = Objectives.margins(LossCase.CLASSES, of.labels(SAMPLES));
    int better = 0;
    try (Session session = backend.load(of.network());
        BoundAnalysis analysis = new BoundAnalysis(session)) {
      ObjectiveBounds ibp = analysis.objectives(boxes, forms, BoundMethod.IBP);
      ObjectiveBounds crownIbp = analysis.objectives(boxes, forms, BoundMethod.CROWN_IBP);
      for (int row = 0; row < forms.rows(); row++) {
        String place = "margin " + row;
        double slack = 1e-4 * (1 + Math.abs(ibp.lower(row)));
        if (cutsAtOnce(of)) {
          assertEquals(ibp.lower(row), interval[row], slack, "IBP, " + place);
        } else {
          assertTrue(interval[row] >= ibp.lower(row) - slack, "IBP, " + place);
        }
        // The analysis takes the better of the two.
        double best = Math.max(interval[row], crown[row]);
        assertEquals(crownIbp.lower(row), best, slack, "CROWN-IBP, " + place);
        better += crown[row] > interval[row] + 1e-3 ? 1 : 0;
      }
    }
    assertTrue(better > 0, "rows through ReLUs are nowhere better than intervals");
  }
}
