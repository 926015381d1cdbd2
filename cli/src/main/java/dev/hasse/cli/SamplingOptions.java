package dev.hasse.cli;

import dev.hasse.bound.analytic.Sampling;
import picocli.CommandLine.Option;

/** How boxes are sampled. */
final class SamplingOptions {
  @Option(
      names = "--samples",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Points a box (default: ${DEFAULT-VALUE}); the paper takes 100000.")
  private int samples = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      converter = SeedConverter.class,
      description = "Seed of everything that is random (default: ${DEFAULT-VALUE}).")
  private long seed;

  Sampling sampling() {
    return new Sampling(samples, seed);
  }
}
