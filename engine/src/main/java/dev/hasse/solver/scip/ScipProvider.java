package dev.hasse.solver.scip;

import com.google.ortools.Loader;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverProvider;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the native library of OR-Tools on the class path and loads it. */
public final class ScipProvider implements SolverProvider {
  private final Runnable loader;

  /** For the service loader. */
  public ScipProvider() {
    this(Loader::loadNativeLibraries);
  }

  ScipProvider(Runnable loader) {
    this.loader = loader;
  }

  @Override
  public String name() {
    return Solvers.SCIP;
  }

  @Override
  public LinearSolver open(Optional<Path> log) throws SolverUnavailableException {
    try {
      loader.run();
      ScipSolver.version("SCIP"); // a failed load may show with the first call only
    } catch (LinkageError | RuntimeException e) {
      throw new SolverUnavailableException(
          "the solver scip cannot run here: its native library does not load ("
              + e.getMessage()
              + "); it comes with the Maven artifact com.google.ortools:ortools-java for Linux,"
              + " macOS and Windows on x86-64 and Linux and macOS on ARM, needs glibc on Linux and"
              + " a temporary folder that may hold programs (-Djava.io.tmpdir=DIR)",
          e);
    }
    try {
      return new ScipSolver(log.isPresent() ? NativeLog.to(log.get()) : NativeLog.silent());
    } catch (IOException e) {
      throw new SolverUnavailableException(e.getMessage(), e);
    }
  }
}
