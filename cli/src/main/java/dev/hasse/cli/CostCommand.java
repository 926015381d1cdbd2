package dev.hasse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hasse cost}: the experiments of arXiv 2604.18728. */
@Command(
    name = "cost",
    header = "Measure and bound the error of a network's chord relaxation.",
    description = {
      "",
      "The chord relaxation s of a network f replaces every ReLU by the chord over its interval"
          + " bounds on a box; it is one affine map. The divergence at a point is the largest"
          + " difference of an output, max_i |f_i(x) - s_i(x)|. The experiments are those of"
          + " 'The Cost of Relaxation' (arXiv 2604.18728)."
    },
    subcommands = {
      CostDepthCommand.class,
      CostRadiusCommand.class,
      CostMisclassificationCommand.class
    })
final class CostCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
