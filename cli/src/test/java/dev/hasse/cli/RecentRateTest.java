package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RecentRateTest {
  @Test
  void beforeAnythingIsDoneThereIsNone() {
    assertEquals(0, new RecentRate().at(0, 0));
  }

  /** 4,000 questions in ten seconds, then one a second: soon only the latter counts. */
  @Test
  void whatIsLongAgoIsForgotten() {
    RecentRate rate = new RecentRate();
    assertEquals(400, rate.at(10, 4000));
    for (int second = 11; second < 59; second++) {
      rate.at(second, 4000 + second - 10);
    }
    assertEquals(4049.0 / 59, rate.at(59, 4049), 1e-9, "since the start, less than a minute ago");
    assertEquals(1, rate.at(60, 4050), 1e-9);
    assertEquals(1, rate.at(75, 4065), 1e-9);
  }
}
