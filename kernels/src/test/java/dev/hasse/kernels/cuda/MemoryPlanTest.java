package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import org.junit.jupiter.api.Test;

/** What a lane takes at once fits its share of the memory, and is worth a launch. */
final class MemoryPlanTest {
  private static final long GIBIBYTE = 1L << 30;

  private static Network network(int width) {
    Numbers numbers = new Numbers("plan");
    Network.Builder builder = Network.builder("plan", 5);
    int first = builder.affine("first", numbers.dense(width, 5, Style.FLOATS, 0), 0);
    int relu = builder.activation("relu", new Relu(), first);
    return builder.build(builder.affine("last", numbers.dense(5, width, Style.FLOATS, 0), relu));
  }

  @Test
  void largeDevicesTakeTensOfThousandsOfBoxesAndRows() {
    MemoryPlan plan = new MemoryPlan(network(50), 16 * GIBIBYTE);
    assertEquals(1 << 16, plan.boxesPerChunk());
    assertEquals(1 << 16, plan.rowsPerBlock(50));
  }

  @Test
  void smallDevicesTakeWhatFits() {
    long bytes = 1 << 20;
    MemoryPlan plan = new MemoryPlan(network(50), bytes);
    // Intervals of 4 nodes, magnitudes of 2, lines of 1, twice; rows read and written.
    long box = 2L * 4 * (2 * (8 + 56 + 56 + 8) + 56 + 8 + 4 * 56);
    assertTrue(plan.boxesPerChunk() * box <= bytes / 2, plan.boxesPerChunk() + " boxes");
    assertTrue(plan.boxesPerChunk() * box >= bytes / 8, plan.boxesPerChunk() + " boxes");
    assertTrue(plan.rowsPerBlock(50) * 2L * 4 * 56 <= bytes / 2, plan.rowsPerBlock(50) + " rows");
  }

  @Test
  void thereIsAlwaysSomethingToDo() {
    MemoryPlan plan = new MemoryPlan(network(50), 0);
    assertEquals(1, plan.boxesPerChunk());
    assertEquals(1, plan.rowsPerBlock(50));
    assertTrue(plan.smallestChunk() >= 1);
  }

  @Test
  void chunksOfNarrowNetworksAreLarger() {
    MemoryPlan narrow = new MemoryPlan(network(50), GIBIBYTE);
    MemoryPlan wide = new MemoryPlan(network(2000), GIBIBYTE);
    assertTrue(narrow.smallestChunk() > wide.smallestChunk());
    assertTrue(narrow.boxesPerChunk() > wide.boxesPerChunk());
  }
}
