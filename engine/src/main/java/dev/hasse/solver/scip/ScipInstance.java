package dev.hasse.solver.scip;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPSolverParameters.DoubleParam;
import com.google.ortools.linearsolver.MPSolverParameters.IncrementalityValues;
import com.google.ortools.linearsolver.MPSolverParameters.IntegerParam;
import com.google.ortools.linearsolver.MPVariable;
import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolveStatus;
import dev.hasse.solver.SolverException;
import dev.hasse.solver.SolverInstance;
import java.util.Optional;

/** One model in an MPSolver. */
final class ScipInstance implements SolverInstance {
  /** What SCIP calls infinite. */
  private static final double INFINITE = 1e20;

  /**
   * Few rounds of cuts at the root and no restarts: with SCIP's defaults a small big-M model spent
   * nine tenths of its time there (docs/notes/scip.md). Ctrl-C is the program's to handle, and ends
   * more than the solve that happens to run.
   */
  private static final String SETTINGS =
      """
      separating/maxroundsroot = 3
      separating/maxrounds = 0
      presolving/maxrestarts = 0
      misc/catchctrlc = FALSE
      """;

  private final MPSolver solver;
  private final LinearModel model;
  private final NativeLog log;
  private final MPVariable[] variables;
  private final MPConstraint[] constraints;
  private final MPSolverParameters parameters = new MPSolverParameters();
  private final Interruption interruption;

  ScipInstance(MPSolver solver, LinearModel model, NativeLog log) {
    this.solver = solver;
    this.model = model;
    this.log = log;
    this.interruption = new Interruption(solver::interruptSolve);
    this.variables = new MPVariable[model.variables()];
    for (int j = 0; j < variables.length; j++) {
      variables[j] =
          solver.makeVar(finite(model.lower(j)), finite(model.upper(j)), model.isInteger(j), "");
    }
    this.constraints = new MPConstraint[model.rows().size()];
    for (int i = 0; i < constraints.length; i++) {
      LinearModel.Row row = model.rows().get(i);
      constraints[i] = solver.makeConstraint(finite(row.lower()), finite(row.upper()), "");
      for (int k = 0; k < row.form().size(); k++) {
        constraints[i].setCoefficient(variables[row.form().column(k)], row.form().value(k));
      }
    }
    solver.objective().setMinimization();
    // GLOP goes on from its last basis. SCIP would go on with the tree of a stopped solve and fail.
    incrementality(
        solver.isMip()
            ? IncrementalityValues.INCREMENTALITY_OFF
            : IncrementalityValues.INCREMENTALITY_ON);
    parameters.setDoubleParam(DoubleParam.RELATIVE_MIP_GAP, 0);
    if (!solver.isMip()) {
      // Else an optimum that GLOP finds imprecise ends as ABNORMAL, without multipliers. The port
      // promises none of a linear program's values exactly; rigour comes from DualBound.
      set("change_status_to_imprecise: false");
    }
  }

  private static double finite(double side) {
    if (side == Double.POSITIVE_INFINITY) {
      return MPSolver.infinity();
    }
    return side == Double.NEGATIVE_INFINITY ? -MPSolver.infinity() : side;
  }

  @Override
  public LinearModel model() {
    return model;
  }

  @Override
  public void startFrom(double[] point) {
    if (solver.isMip()) {
      solver.setHint(variables, point);
    }
  }

  @Override
  public Solution minimize(LinearForm objective, SolveLimits limits) {
    setObjective(objective);
    setLimits(limits);
    if (!interruption.begin()) {
      return nothing(SolveStatus.INTERRUPTED, 0, 0);
    }
    long start = System.nanoTime();
    MPSolver.ResultStatus result;
    try (NativeLog.Recording recording = log.record(solver)) {
      result = solver.solve(parameters);
    } finally {
      interruption.end();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    SolveStatus status = status(result, limits, seconds);
    long nodes = solver.isMip() ? Math.max(0, solver.nodes()) : 0;
    boolean hasPoint =
        result == MPSolver.ResultStatus.OPTIMAL || result == MPSolver.ResultStatus.FEASIBLE;
    if (!hasPoint) {
      return nothing(status, nodes, seconds);
    }
    return new Solution(
        status,
        dualBound(result),
        Optional.of(primal()),
        solver.isMip() ? Optional.empty() : Optional.of(multipliers()),
        nodes,
        seconds);
  }

  private void incrementality(IncrementalityValues value) {
    parameters.setIntegerParam(IntegerParam.INCREMENTALITY, value.swigValue());
  }

  private void setObjective(LinearForm form) {
    MPObjective objective = solver.objective();
    objective.clear();
    objective.setMinimization();
    for (int k = 0; k < form.size(); k++) {
      objective.setCoefficient(variables[form.column(k)], form.value(k));
    }
    objective.setOffset(form.constant());
  }

  private void setLimits(SolveLimits limits) {
    double milliseconds = Math.ceil(limits.seconds() * 1e3);
    solver.setTimeLimit(milliseconds < 1e12 ? (long) milliseconds : 0);
    if (solver.isMip()) {
      long nodes = limits.nodes() == Long.MAX_VALUE ? -1 : limits.nodes();
      set(SETTINGS + "limits/nodes = " + nodes);
    }
  }

  private void set(String parameter) {
    if (!solver.setSolverSpecificParametersAsString(parameter + "\n")) {
      throw new SolverException("the solver does not take the parameter " + parameter);
    }
  }

  private SolveStatus status(MPSolver.ResultStatus result, SolveLimits limits, double seconds) {
    return switch (result) {
      case OPTIMAL -> SolveStatus.OPTIMAL;
      case INFEASIBLE -> SolveStatus.INFEASIBLE;
      case UNBOUNDED -> SolveStatus.UNBOUNDED;
      // ABNORMAL is what MPSolver calls an interrupted solve that has no point yet.
      case FEASIBLE, NOT_SOLVED, ABNORMAL -> stopped(result, limits, seconds);
      case MODEL_INVALID ->
          throw new SolverException("MPSolver.solve ended as " + result + " on " + describe());
    };
  }

  private SolveStatus stopped(MPSolver.ResultStatus result, SolveLimits limits, double seconds) {
    if (interruption.isRequested()) {
      return SolveStatus.INTERRUPTED;
    }
    // SCIP counts time on a clock of its own.
    if (seconds >= 0.9 * limits.seconds()) {
      return SolveStatus.TIMEOUT;
    }
    if (solver.isMip() && solver.nodes() >= limits.nodes()) {
      return SolveStatus.NODE_LIMIT;
    }
    throw new SolverException(
        "MPSolver.solve ended as %s on %s after %.3f s, before any limit"
            .formatted(result, describe(), seconds));
  }

  private String describe() {
    return solver.solverVersion()
        + " with "
        + variables.length
        + " variables, "
        + model.integers()
        + " of them integer, and "
        + constraints.length
        + " rows";
  }

  private double dualBound(MPSolver.ResultStatus result) {
    if (!solver.isMip()) {
      return result == MPSolver.ResultStatus.OPTIMAL
          ? solver.objective().value()
          : Double.NEGATIVE_INFINITY;
    }
    double bound = solver.objective().bestBound();
    return bound <= -INFINITE ? Double.NEGATIVE_INFINITY : bound;
  }

  private static Solution nothing(SolveStatus status, long nodes, double seconds) {
    return new Solution(
        status, Double.NEGATIVE_INFINITY, Optional.empty(), Optional.empty(), nodes, seconds);
  }

  private double[] primal() {
    double[] point = new double[variables.length];
    for (int j = 0; j < point.length; j++) {
      point[j] = variables[j].solutionValue();
    }
    return point;
  }

  private double[] multipliers() {
    double[] multipliers = new double[constraints.length];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = constraints[i].dualValue();
    }
    return multipliers;
  }

  @Override
  public void interrupt() {
    interruption.request();
  }

  @Override
  public void close() {
    parameters.delete();
    solver.delete();
  }
}
