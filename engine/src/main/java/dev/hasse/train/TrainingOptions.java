package dev.hasse.train;

/**
 * How to train.
 *
 * @param method what for
 * @param epochs passes over the samples, at least 1
 * @param batch samples a step, at least 1
 * @param seed of the initial weights, the order of the samples and all other draws
 * @param initialization where weights start
 * @param steps how parameters change
 * @param robust the balls; of no effect for {@code STANDARD}
 * @param attack for {@code PGD} alone
 * @param shift how samples are changed at random
 */
public record TrainingOptions(
    TrainingMethod method,
    int epochs,
    int batch,
    long seed,
    Initialization initialization,
    StepOptions steps,
    RobustOptions robust,
    AttackOptions attack,
    Shift shift) {
  public TrainingOptions {
    Requirement.holds(epochs >= 1, "epochs", epochs, "1 or more");
    Requirement.holds(batch >= 1, "batch", batch, "1 or more");
    Requirement.holds(
        method == TrainingMethod.STANDARD || robust.radius() > 0,
        "radius",
        robust.radius(),
        "a positive number for a method with balls");
  }

  /** Plain training. */
  public static TrainingOptions standard(int epochs, int batch, StepOptions steps, long seed) {
    return new TrainingOptions(
        TrainingMethod.STANDARD,
        epochs,
        batch,
        seed,
        Initialization.HE,
        steps,
        RobustOptions.NONE,
        AttackOptions.USUAL,
        Shift.NONE);
  }

  /** Certified training with the usual start, without random shifts. */
  public static TrainingOptions certified(
      TrainingMethod method,
      int epochs,
      int batch,
      StepOptions steps,
      RobustOptions robust,
      long seed) {
    return new TrainingOptions(
        method,
        epochs,
        batch,
        seed,
        Initialization.IBP,
        steps,
        robust,
        AttackOptions.USUAL,
        Shift.NONE);
  }

  /** The same for other numbers of epochs: two trainings that differ there alone begin alike. */
  TrainingOptions withEpochs(int other) {
    return new TrainingOptions(
        method, other, batch, seed, initialization, steps, robust, attack, shift);
  }
}
