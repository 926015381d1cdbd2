package dev.hasse.cli;

import dev.hasse.bound.Ascent;
import picocli.CommandLine.Option;

/** How long alpha-crown optimises. */
final class AscentOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = StepsConverter.class,
      defaultValue = "" + Ascent.USUAL_STEPS,
      description = "Steps of alpha-crown for the outputs (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--intermediate-steps",
      paramLabel = "N",
      converter = StepsConverter.class,
      defaultValue = "" + Ascent.USUAL_INTERMEDIATE_STEPS,
      description = {
        "Steps of alpha-crown for the bounds of hidden neurons; with 0 they stay crown's"
            + " (default: ${DEFAULT-VALUE})."
      })
  private int intermediateSteps;

  Ascent ascent() {
    return Ascent.of(intermediateSteps, steps);
  }
}
