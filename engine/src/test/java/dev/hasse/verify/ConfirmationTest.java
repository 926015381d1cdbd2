package dev.hasse.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Matrix;
import dev.hasse.domain.Property.OutputConstraint;
import dev.hasse.network.Dense;
import dev.hasse.network.Network;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands between a point and the word {@code sat}. */
class ConfirmationTest {
  /** The double nearest to 0.1 is above it: there y is 4, and 0 at the double below. */
  private static final double STEEP = 0x1p58;

  private static final double BELOW = Math.nextDown(0.1);

  private static Network steep() {
    Network.Builder builder = Network.builder("steep", 2);
    Dense dense =
        new Dense(new Matrix(1, 2, new double[] {STEEP, 1}), new double[] {-STEEP * 0.1 + 4});
    return builder.build(builder.affine("dense", dense, 0));
  }

  /** {@code y >= 1}: the left side {@code 1 - y} is at most 0. */
  private static Optional<Counterexample> confirm(double[] lower, double[] upper, double... near) {
    OutputConstraint constraint = new OutputConstraint(new double[] {-1}, 1);
    try (Confirmation confirmation = new Confirmation(steep())) {
      return confirmation.confirm(
          new Question(BoxBatch.single(lower, upper), List.of(List.of(constraint))), near);
    }
  }

  @Test
  void anInputThatIsFixedToADecimalIsAllThatItMayBe() {
    assertFalse(confirm(new double[] {BELOW, 0}, new double[] {0.1, 1}, 0.1, 0.5).isPresent());
  }

  /** A double that somebody wrote to its last digit is read as itself. */
  @Test
  void anInputThatIsADoubleIsThatDouble() {
    Counterexample found =
        confirm(new double[] {0.1, 0}, new double[] {0.1, 1}, 0.1, 0.5).orElseThrow();
    assertEquals(0.1, found.input()[0]);
    assertEquals(0.5, found.input()[1]);
  }

  /** Without a float32 between the ends a double will do, but neither end. */
  @Test
  void endsAreNotTaken() {
    double above = Math.nextUp(0.1);
    Counterexample found =
        confirm(new double[] {BELOW, 0}, new double[] {above, 1}, above, 0.5).orElseThrow();
    assertEquals(0.1, found.input()[0]);
    assertTrue(found.outputs()[0] >= 1);
  }
}
