package dev.hasse.cli;

import dev.hasse.bound.analytic.CostTools;
import dev.hasse.bound.analytic.ExactSolve;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether maxima of the divergence are found exactly, and how long that may take. */
final class ExactOption {
  @Option(
      names = "--exact",
      paramLabel = "SECONDS",
      converter = SecondsConverter.class,
      description =
          "Also find the largest divergence of each box exactly, by two mixed-integer programs an"
              + " output, for at most so many seconds a box. For small networks.")
  private Double seconds;

  /** A time: a positive number of seconds. */
  private static final class SecondsConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double seconds = Numbers.parse(text);
      if (!(seconds > 0) || Double.isInfinite(seconds)) {
        throw new TypeConversionException(
            "'" + text + "' is no time; expected a positive number of seconds");
      }
      return seconds;
    }
  }

  /** Opens what the analysis needs besides the backend. */
  Tools open(ComputeBackend backend)
      throws BackendUnavailableException, SolverUnavailableException {
    LinearSolver solver = seconds == null ? null : Solvers.open(Solvers.SCIP);
    return new Tools(backend, Backends.open("reference"), Optional.ofNullable(solver));
  }

  /** Tools that are closed together, but for the backend. */
  final class Tools implements AutoCloseable {
    private final ComputeBackend backend;
    private final ComputeBackend precise;
    private final Optional<LinearSolver> solver;

    private Tools(ComputeBackend backend, ComputeBackend precise, Optional<LinearSolver> solver) {
      this.backend = backend;
      this.precise = precise;
      this.solver = solver;
    }

    CostTools tools() {
      int threads = Runtime.getRuntime().availableProcessors();
      return new CostTools(
          backend,
          precise,
          solver.map(one -> new ExactSolve(one, new LatticeOptions(threads, seconds))));
    }

    @Override
    public void close() {
      solver.ifPresent(LinearSolver::close);
      precise.close();
    }
  }
}
