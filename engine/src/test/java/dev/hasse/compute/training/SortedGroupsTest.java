package dev.hasse.compute.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortedGroupsTest {
  @Test
  void sortsSamplesByGroupInTheirOrder() {
    SortedGroups sorted = SortedGroups.of(4, new int[] {3, 0, 3, 1, 0, 3});
    assertArrayEquals(
        new int[] {1, 4, 3, 0, 2, 5}, IntStream.range(0, 6).map(sorted::sample).toArray());
    assertArrayEquals(
        new int[] {0, 2, 3, 3, 6}, IntStream.rangeClosed(0, 4).map(sorted::start).toArray());
    assertArrayEquals(new int[] {2, 1, 0, 3}, IntStream.range(0, 4).map(sorted::samples).toArray());
    assertEquals(4, sorted.count());
    assertEquals(6, sorted.samples());
  }

  @Test
  void groupsMayAllBeEmpty() {
    SortedGroups sorted = SortedGroups.of(2, new int[0]);
    assertEquals(0, sorted.samples());
    assertEquals(0, sorted.start(2));
  }
}
