package dev.hasse.train;

/**
 * How points are attacked during training.
 *
 * @param steps of the ascent, at least 1
 * @param stepLength as a part of the radius, positive
 */
public record AttackOptions(int steps, double stepLength) {
  /** Seven steps of a quarter of the radius from a random place in the ball. */
  public static final AttackOptions USUAL = new AttackOptions(7, 0.25);

  public AttackOptions {
    Requirement.holds(steps >= 1, "attack steps", steps, "1 or more");
    Requirement.holds(
        Requirement.isFiniteAndPositive(stepLength),
        "the attack's step length",
        stepLength,
        "a positive number");
  }
}
