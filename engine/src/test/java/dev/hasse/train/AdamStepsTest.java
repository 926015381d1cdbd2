package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.compute.training.Parameters;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** Our Adam against ND4J's, of the same gradients from the same start. */
final class AdamStepsTest {
  private static final int STEPS = 50;

  @Test
  void stepsAreThoseOfNd4j() {
    Parameters parameters = Parameters.of(Architecture.parse("7,33,5").network("adam"));
    int count = parameters.count();
    SplittableRandom random = new SplittableRandom(1);
    float[] start = floats(random, count, 1);
    AdamSteps steps = new AdamSteps(parameters, new StepOptions(3e-3));
    steps.set(start, steps.state());
    INDArray values = Nd4j.createFromArray(start.clone()).reshape(1, count);
    Adam adam = new Adam(3e-3);
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(count));
    AdamUpdater updater = (AdamUpdater) adam.instantiate(state, true);
    for (int step = 0; step < STEPS; step++) {
      float[] slopes = floats(random, count, Math.scalb(1f, -step % 20));
      steps.gradient().put(0, slopes);
      steps.finishGradient();
      steps.step(step, 0);
      INDArray gradient = Nd4j.createFromArray(slopes).reshape(1, count);
      updater.applyUpdater(gradient, step, 0);
      values.subi(gradient);
      check(values, steps.copyOfValues(), 3e-7f * (step + 1));
    }
    check(state, steps.state(), 1e-6f);
  }

  /** Some are zero, as those of inputs that are always black. */
  private static float[] floats(SplittableRandom random, int count, float factor) {
    float[] result = new float[count];
    for (int k = 0; k < count; k++) {
      result[k] = k % 11 == 0 ? 0 : factor * (random.nextInt(2001) - 1000) / 1000f;
    }
    return result;
  }

  private static void check(INDArray expected, float[] found, float precision) {
    assertEquals(expected.length(), found.length);
    for (int k = 0; k < found.length; k++) {
      assertEquals(expected.getFloat(k), found[k], precision, "value " + k);
    }
  }
}
