package dev.hasse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse bench}: a family of measurements. */
@Command(
    name = "bench",
    header = "Measure speed on this machine.",
    subcommands = {
      ThroughputCommand.class,
      ScalingCommand.class,
      CascadeCommand.class,
      TrainingBenchCommand.class,
      CompareCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
