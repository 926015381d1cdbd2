package dev.hasse.bound.semidefinite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Functions whose minima are known. */
final class LimitedMemoryTest {
  /** Rosenbrock's in two variables: 0 at (1, 1), at the end of a bent valley. */
  @Test
  void findsTheEndOfABentValley() {
    LimitedMemory search = new LimitedMemory(new double[] {-1.2, 1});
    double[] best = null;
    double slope = Double.POSITIVE_INFINITY;
    for (int asked = 0; asked < 300 && slope > 1e-9; asked++) {
      double[] x = search.trial();
      double far = x[1] - x[0] * x[0];
      double value = 100 * far * far + (1 - x[0]) * (1 - x[0]);
      double[] gradient = {-400 * x[0] * far - 2 * (1 - x[0]), 200 * far};
      if (search.answer(value, gradient)) {
        best = x;
        slope = Vectors.norm(gradient);
      }
    }
    assertArrayEquals(new double[] {1, 1}, best, 1e-8);
  }

  /** A quadratic of 50 variables with curvatures from 1 to 1,000; steps never go up. */
  @Test
  void goesDownOnAStretchedBowl() {
    int size = 50;
    double[] least = new Numbers("bowl").vector(size, Style.DOUBLES);
    LimitedMemory search = new LimitedMemory(new double[size]);
    double best = Double.POSITIVE_INFINITY;
    for (int asked = 0; asked < 400; asked++) {
      double[] gradient = new double[size];
      double value = 0;
      for (int k = 0; k < size; k++) {
        double curvature = Math.pow(1000, k / (size - 1.0));
        double far = search.trial()[k] - least[k];
        value += curvature * far * far / 2;
        gradient[k] = curvature * far;
      }
      if (search.answer(value, gradient)) {
        assertTrue(value <= best, value + " after " + best);
        best = value;
      }
    }
    assertEquals(0, best, 1e-9);
  }

  /** Where the values deny what the gradients promise, it says that it is stuck. */
  @Test
  void saysThatItIsStuck() {
    LimitedMemory search = new LimitedMemory(new double[3]);
    double[] gradient = {1, 1, 1};
    assertTrue(search.answer(0, gradient));
    for (int asked = 0; asked < 100 && !search.isStuck(); asked++) {
      assertTrue(Arrays.stream(search.trial()).allMatch(x -> x < 0));
      search.answer(1, gradient);
    }
    assertTrue(search.isStuck());
    search.restart(new double[3], false);
    assertTrue(search.answer(1, gradient));
    assertFalse(search.isStuck());
  }
}
