package dev.hasse.solver.scip;

import com.google.ortools.linearsolver.MPSolver;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverInstance;
import dev.hasse.solver.Solvers;

/** SCIP where the model has integer variables, else GLOP. */
final class ScipSolver implements LinearSolver {
  private final NativeLog log;

  ScipSolver(NativeLog log) {
    this.log = log;
  }

  @Override
  public String name() {
    return Solvers.SCIP;
  }

  @Override
  public String version() {
    return version("SCIP") + ", " + version("GLOP");
  }

  static String version(String kind) {
    MPSolver solver = create(kind);
    try {
      return solver.solverVersion();
    } finally {
      solver.delete();
    }
  }

  @Override
  public SolverInstance open(LinearModel model) {
    String kind = model.integers() > 0 ? "SCIP" : "GLOP";
    return new ScipInstance(create(kind), model, log);
  }

  private static MPSolver create(String kind) {
    MPSolver solver = MPSolver.createSolver(kind);
    if (solver == null) {
      throw new SolverException("MPSolver.createSolver(" + kind + ") gave no solver");
    }
    return solver;
  }

  @Override
  public void close() {
    log.close();
  }
}
