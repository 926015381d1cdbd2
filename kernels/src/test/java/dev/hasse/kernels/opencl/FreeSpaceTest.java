package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FreeSpaceTest {
  private static final int BEGIN = 16;
  private static final int END = 4096;

  private final FreeSpace space = new FreeSpace();
  private final BitSet taken = new BitSet();

  private record Stretch(int at, int length) {}

  FreeSpaceTest() {
    space.giveBack(BEGIN, END - BEGIN);
  }

  @Test
  void stretchesNeverOverlapAndComeBackWhole() {
    Numbers numbers = new Numbers("free space");
    List<Stretch> held = new ArrayList<>();
    for (int step = 0; step < 2000; step++) {
      if (numbers.below(3) > 0) {
        int length = numbers.below(300);
        int at = space.take(length);
        if (at >= 0) {
          mark(new Stretch(at, length));
          held.add(new Stretch(at, length));
        }
      } else if (!held.isEmpty()) {
        giveBack(held.remove(numbers.below(held.size())));
      }
      assertEquals(END - BEGIN - taken.cardinality(), space.total(), "step " + step);
    }
    assertTrue(taken.cardinality() > 0, "nothing was ever held");
    held.forEach(this::giveBack);
    assertEquals(BEGIN, space.take(END - BEGIN), "the stretches did not grow together");
    assertEquals(-1, space.take(1), "more than there is");
  }

  private void mark(Stretch stretch) {
    assertEquals(0, stretch.at % FreeSpace.ALIGNMENT);
    assertTrue(stretch.at >= BEGIN && stretch.at + stretch.length <= END, stretch.toString());
    int end = stretch.at + FreeSpace.aligned(stretch.length);
    assertTrue(taken.get(stretch.at, end).isEmpty(), stretch + " was taken already");
    taken.set(stretch.at, end);
  }

  private void giveBack(Stretch stretch) {
    taken.clear(stretch.at, stretch.at + FreeSpace.aligned(stretch.length));
    space.giveBack(stretch.at, stretch.length);
    assertFalse(taken.get(stretch.at));
  }
}
