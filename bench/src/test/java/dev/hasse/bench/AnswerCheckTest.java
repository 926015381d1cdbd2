package dev.hasse.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import org.junit.jupiter.api.Test;

/** The network here is the identity on [0, 1], so its bounds are known. */
class AnswerCheckTest {
  private static final BoxBatch BOX = BoxBatch.single(new double[] {0}, new double[] {1});

  @Test
  void acceptsTheTruth() {
    assertDoesNotThrow(() -> check(0, 1));
    assertDoesNotThrow(() -> check(-1, 2));
  }

  @Test
  void refusesWhatIsTooTight() {
    assertThrows(WrongAnswerException.class, () -> check(1e-6, 1));
    assertThrows(WrongAnswerException.class, () -> check(0, 1 - 1e-6));
  }

  @Test
  void refusesWhatIsNoFiniteInterval() {
    assertThrows(WrongAnswerException.class, () -> check(1, 0));
    assertThrows(WrongAnswerException.class, () -> check(0, Double.POSITIVE_INFINITY));
    assertThrows(WrongAnswerException.class, () -> check(Double.NaN, 1));
  }

  private static void check(double lower, double upper) {
    Bounds bounds =
        new Bounds(1, 1, new double[] {lower}, new double[] {upper}, Guarantee.RIGOROUS, 0);
    AnswerCheck.require(BOX, bounds, points -> points, 1);
  }
}
