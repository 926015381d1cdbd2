package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;

/** The ends against bisection on the score test that defines them. */
class WilsonIntervalTest {
  /** Twice the tail of the normal distribution beyond this is 5 %. */
  private static final double Z = 1.959963984540054;

  @Test
  void endsAreWhereTheScoreTestTurns() {
    for (int trials : new int[] {1, 2, 3, 10, 57, 1000}) {
      for (int hits = 0; hits <= trials; hits += 1 + trials / 20) {
        WilsonInterval interval = new WilsonInterval(hits, trials);
        double share = (double) hits / trials;
        int n = trials;
        DoublePredicate accepted =
            p -> (share - p) * (share - p) <= Z * Z * p * (1 - p) / n || p == share;
        assertEquals(turn(accepted, share, 0), interval.lower(), 1e-12);
        assertEquals(turn(accepted, share, 1), interval.upper(), 1e-12);
        assertTrue(interval.lower() <= share && share <= interval.upper());
      }
    }
  }

  /** Where a test that accepts {@code inside} begins to reject on the way to {@code end}. */
  private static double turn(DoublePredicate accepted, double inside, double end) {
    double yes = inside;
    double no = end;
    for (int i = 0; i < 200; i++) {
      double middle = (yes + no) / 2;
      if (accepted.test(middle)) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  @Test
  void refusesWhatIsNoShare() {
    assertThrows(IllegalArgumentException.class, () -> new WilsonInterval(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new WilsonInterval(3, 2));
    assertThrows(IllegalArgumentException.class, () -> new WilsonInterval(-1, 2));
  }
}
