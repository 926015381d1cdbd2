package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.training.Parameters;
import dev.hasse.network.Affine;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tightness term and the attack, both on top of the verbs. */
class LossTermsTest {
  private static final int SAMPLES = 6;
  private static final int WIDTH = 9;
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2};
  private static final LossWeights BALL = new LossWeights(0.05, 0, 1, 0.5, 0, 0);

  private final Parameters parameters =
      Parameters.of(
          Architecture.parse("1x3x3,conv4k2,dense8,dense3").network("net"),
          node -> node.op() instanceof Affine);
  private final float[] values = Initialization.HE.draw(parameters, 4);
  private final float[] inputs = inputs();

  private static float[] inputs() {
    Random random = new Random(5);
    float[] inputs = new float[SAMPLES * WIDTH];
    for (int k = 0; k < inputs.length; k++) {
      inputs[k] = random.nextFloat();
    }
    return inputs;
  }

  /**
   * Central differences with steps of 2^-9: the term is made of absolute values and quotients, so
   * its kinks and its curvature leave errors of the order of a step.
   */
  @Test
  void theGradientOfTheTightnessTermIsThatOfItsValue() throws Exception {
    try (ComputeBackend backend = Backends.open("reference");
        CertifiedLoss loss = new CertifiedLoss(backend, parameters)) {
      float[] without = new float[values.length];
      float[] with = new float[values.length];
      double term = evaluate(loss, with, 1) - evaluate(loss, without, 0);
      assertTrue(term > 0.05, "term " + term);
      float step = 0x1p-9f;
      double largest = 0;
      for (int k = 0; k < values.length; k++) {
        float value = values[k];
        values[k] = value + step;
        double above = term(loss);
        values[k] = value - step;
        double below = term(loss);
        values[k] = value;
        double expected = (above - below) / (2 * step);
        assertEquals(expected, with[k] - without[k], 2e-3, "parameter " + k);
        largest = Math.max(largest, Math.abs(expected));
      }
      assertTrue(largest > 0.05, "largest slope " + largest);
    }
  }

  private double term(CertifiedLoss loss) {
    float[] ignored = new float[values.length];
    return evaluate(loss, ignored, 1) - evaluate(loss, ignored, 0);
  }

  private double evaluate(CertifiedLoss loss, float[] gradient, double tightness) {
    return loss.evaluate(
            FloatBuffer.wrap(values),
            FloatBuffer.wrap(gradient),
            inputs,
            LABELS,
            new LossWeights(0.05, 0, 1, 0.5, 0, tightness))
        .loss();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void attackedPointsStayInTheirBallsAndLoseMore(String name) throws Exception {
    try (ComputeBackend backend = Backends.open(name);
        CertifiedLoss loss = new CertifiedLoss(backend, parameters)) {
      float[] starts = PointAttack.starts(inputs, BALL, new Random(6));
      double before = natural(loss, starts);
      float[] points =
          loss.attack(
              FloatBuffer.wrap(values), inputs, LABELS, starts, BALL, new AttackOptions(10, 0.25));
      double after = natural(loss, points);
      assertTrue(after > before && after > natural(loss, inputs), before + " to " + after);
      for (int k = 0; k < points.length; k++) {
        assertTrue(points[k] >= 0 && points[k] <= 1, "value " + points[k]);
        assertEquals(inputs[k], points[k], 0.05 + 1e-7);
      }
    }
  }

  private double natural(CertifiedLoss loss, float[] points) {
    return loss.evaluate(
            FloatBuffer.wrap(values),
            FloatBuffer.wrap(new float[values.length]),
            points,
            LABELS,
            LossWeights.natural())
        .loss();
  }
}
