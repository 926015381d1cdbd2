package dev.hasse.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hasse.domain.Bounds;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactBounds;

/** The two questions to every bound: is it true, with no tolerance; is it tight, up to slack. */
final class Enclosure {
  private Enclosure() {}

  /** Judges the bounds of one box. */
  static void check(Bounds found, int box, ExactBounds exact, double[] slack) {
    assertEquals(exact.lower().length, found.width(), "width");
    for (int i = 0; i < found.width(); i++) {
      String place = "box " + box + ", neuron " + i;
      checkBelow(place + ", lower", found.lower(box, i), exact.lower()[i], slack[i]);
      checkBelow(place + ", -upper", -found.upper(box, i), exact.upper()[i].negate(), slack[i]);
    }
  }

  /** Judges a lower bound of a quantity. */
  static void checkBelow(String place, double found, Dyadic exact, double slack) {
    checkSound(place, found, exact);
    if (!exact.isFinite() || slack == Double.POSITIVE_INFINITY) {
      return;
    }
    double loose = exact.minus(Dyadic.of(found)).doubleValue();
    if (loose > slack) {
      fail(place + ": " + found + " is " + loose + " below " + exact + ", slack is " + slack);
    }
  }

  /** Judges whether a lower bound of a quantity holds. */
  static void checkSound(String place, double found, Dyadic exact) {
    if (Double.isNaN(found)) {
      fail(place + ": not a number");
    }
    if (Dyadic.of(found).compareTo(exact) > 0) {
      fail(place + ": " + found + " is above " + exact + " by " + Dyadic.of(found).minus(exact));
    }
  }
}
