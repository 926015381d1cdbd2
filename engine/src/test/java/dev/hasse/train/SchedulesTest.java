package dev.hasse.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulesTest {
  @ParameterizedTest
  @EnumSource
  void rampsGoFromZeroToOneWithoutGoingBack(Ramp.Shape shape) {
    Ramp ramp = new Ramp(2, 4, shape);
    assertEquals(0, ramp.at(0));
    assertEquals(0, ramp.at(2));
    assertEquals(1, ramp.at(6));
    assertEquals(1, ramp.at(100));
    double before = 0;
    for (int k = 1; k <= 4000; k++) {
      double value = ramp.at(2 + k / 1000.0);
      assertTrue(value > before && value - before < 0.002, "at " + k + ": " + value);
      before = value;
    }
  }

  @Test
  void theSmoothRampBendsOnceWithoutAJumpOfItsSlope() {
    Ramp ramp = new Ramp(0, 1, Ramp.Shape.SMOOTH);
    double step = 1e-6;
    double slopeBefore = (ramp.at(0.25) - ramp.at(0.25 - step)) / step;
    double slopeAfter = (ramp.at(0.25 + step) - ramp.at(0.25)) / step;
    assertEquals(slopeBefore, slopeAfter, 1e-4);
    assertEquals(16 * ramp.at(0.1), ramp.at(0.2), 1e-15);
    assertEquals((ramp.at(0.5) + ramp.at(0.9)) / 2, ramp.at(0.7), 1e-15);
  }

  @Test
  void aRampWithoutLengthIsAtItsEnd() {
    assertEquals(1, Ramp.NONE.at(0));
    assertEquals(1, new Ramp(3, 0, Ramp.Shape.SMOOTH).at(3));
    assertEquals(0, new Ramp(3, 0, Ramp.Shape.SMOOTH).at(2.999));
  }

  @Test
  void lossesFollowTheRamp() {
    RobustOptions robust =
        new RobustOptions(0.3, 0, 1, new Ramp(1, 2, Ramp.Shape.LINEAR), 0.5, 0.75, 0.25, 0.5, 2);
    LossWeights begin = new LossWeights(0, 0, 1, 1, 0.75, 0.5, 2);
    LossWeights middle = new LossWeights(0.15, 0, 1, 0.75, 0.5, 0.25, 1);
    LossWeights end = new LossWeights(0.3, 0, 1, 0.5, 0.25, 0, 0);
    assertEquals(begin, robust.weights(TrainingMethod.CROWN_IBP, 0));
    assertEquals(middle, robust.weights(TrainingMethod.CROWN_IBP, 2));
    assertEquals(end, robust.weights(TrainingMethod.CROWN_IBP, 3));
    assertEquals(new LossWeights(0.3, 0, 1, 0.5, 0, 0), robust.weights(TrainingMethod.IBP, 3));
    assertEquals(new LossWeights(0.15, 0, 1, 1, 0, 0), robust.weights(TrainingMethod.PGD, 2));
  }

  @Test
  void ratesDecayEachEpochAndDropAfterSome() {
    StepOptions steps = new StepOptions(8, 0.5, List.of(2), 0.25, 1, 0, 0);
    assertEquals(8, steps.rate(0));
    assertEquals(4, steps.rate(1));
    assertEquals(0.5, steps.rate(2));
    assertEquals(0.25, steps.rate(3));
  }
}
