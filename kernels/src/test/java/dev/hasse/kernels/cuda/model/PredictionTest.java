package dev.hasse.kernels.cuda.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The formula, by hand. */
final class PredictionTest {
  private static final Work NOTHING = new Work(0, 0);

  /** Instructions that all multiprocessors issue in a second. */
  private static final double ISSUED = 132 * 4 * 1.98e9;

  @Test
  void anEvenGridIsBoundByItsInstructions() {
    Prediction prediction = Prediction.of(counts(ISSUED, 0, 0), 264, NOTHING);
    assertEquals(1, prediction.seconds(), 1e-12);
    assertEquals(Prediction.Term.ISSUE, prediction.binds());
  }

  @Test
  void oneBlockMoreCostsAnotherRound() {
    double perBlock = ISSUED / 132;
    Prediction prediction = Prediction.of(counts(133 * perBlock, 0, 0), 133, NOTHING);
    assertEquals(2, prediction.seconds(), 1e-12);
  }

  @Test
  void doublesRunAtHalfTheRate() {
    Prediction prediction = Prediction.of(counts(ISSUED, 0.75 * ISSUED, 0), 132, NOTHING);
    assertEquals(1.5, prediction.seconds(), 1e-12);
    assertEquals(Prediction.Term.DOUBLES, prediction.binds());
  }

  @Test
  void sharedMemoryServesOneWavefrontAClock() {
    Prediction prediction = Prediction.of(counts(1, 0, 132 * 1.98e9), 132, NOTHING);
    assertEquals(1, prediction.seconds(), 1e-12);
    assertEquals(Prediction.Term.SHARED, prediction.binds());
  }

  @Test
  void bytesAndLaunchesCount() {
    Prediction copy = Prediction.of(counts(1, 0, 0), 132, new Work(0, 6e12));
    assertEquals(2, copy.seconds(), 1e-12);
    assertEquals(Prediction.Term.MEMORY, copy.binds());
    assertEquals(Prediction.Term.LAUNCH, Prediction.of(counts(1, 0, 0), 1, NOTHING).binds());
  }

  @Test
  void thePeakIsThatOfTheDataSheet() {
    assertEquals(66.9e12, H100.FLOPS, 0.05e12);
  }

  private static Counts counts(double instructions, double doubles, double wavefronts) {
    return new Counts(instructions, doubles, wavefronts, 0, 0, 0);
  }
}
