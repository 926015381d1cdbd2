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
    for (int second = 11; second <= 40; second++) {
      rate.at(second, 4000 + second - 10);
    }
    assertEquals(4060.0 / 70, rate.at(70, 4060), "since the start, for one window is not full");
    for (int second = 71; second < 130; second++) {
      rate.at(second, 4000 + second - 10);
    }
    assertEquals(1, rate.at(130, 4120), 1e-12);
  }
}
