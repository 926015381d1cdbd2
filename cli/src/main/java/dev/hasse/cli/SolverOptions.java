package dev.hasse.cli;

import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How methods that want a solver run it. */
final class SolverOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "Seconds a solver may take for each box; its bounds hold as far as it got then"
              + " (default: ${DEFAULT-VALUE}).")
  private double timeout;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Solvers side by side, each on one thread (default: one a processor).")
  private Integer threads;

  @Option(
      names = "--solver-log",
      paramLabel = "FILE",
      description = "Write the solvers' own log to this file.")
  private Path log;

  /** Checks the values, before any file is read. */
  LatticeOptions options() {
    if (!(timeout > 0)) {
      throw usage("--timeout is " + timeout + ", expected a positive number of seconds");
    }
    int count = threads == null ? LatticeOptions.standard().threads() : threads;
    if (count < 1) {
      throw usage("--threads is " + count + ", expected 1 or more");
    }
    return new LatticeOptions(count, timeout);
  }

  /** Opens the solver; the caller closes it. */
  LinearSolver open() throws SolverUnavailableException {
    return Solvers.open(Solvers.SCIP, Optional.ofNullable(log));
  }

  private ParameterException usage(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
