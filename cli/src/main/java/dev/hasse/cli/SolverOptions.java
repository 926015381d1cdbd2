package dev.hasse.cli;

import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How methods that want a solver run it. */
final class SolverOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      converter = SecondsConverter.class,
      defaultValue = "60",
      description =
          "Seconds a solver may take for each box; its bounds hold as far as it got then"
              + " (default: ${DEFAULT-VALUE}).")
  private double timeout;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Solvers side by side, each on one thread (default: one a processor).")
  private Integer threads;

  @Option(
      names = "--solver-log",
      paramLabel = "FILE",
      description = "Write the solvers' own log to this file.")
  private Path log;

  LatticeOptions options() {
    return new LatticeOptions(
        threads == null ? LatticeOptions.standard().threads() : threads, timeout);
  }

  /** A sentence for standard error. */
  void say(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("hasse: " + sentence);
    err.flush();
  }

  /** Opens the solver; the caller closes it. */
  LinearSolver open() throws SolverUnavailableException, OutputFileException {
    requireWritableLog();
    return Solvers.open(Solvers.SCIP, Optional.ofNullable(log));
  }

  /** A log that cannot be written is the person's mistake, and no missing solver. */
  private void requireWritableLog() throws OutputFileException {
    if (log == null) {
      return;
    }
    if (Files.isDirectory(log)) {
      throw new OutputFileException(log, "is a directory, expected a file");
    }
    try {
      Files.newOutputStream(log).close();
    } catch (IOException e) {
      throw new OutputFileException(log, e);
    }
  }
}
