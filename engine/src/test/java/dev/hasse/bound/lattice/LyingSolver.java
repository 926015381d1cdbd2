package dev.hasse.bound.lattice;

import dev.hasse.solver.LinearForm;
import dev.hasse.solver.LinearModel;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solution;
import dev.hasse.solver.SolveLimits;
import dev.hasse.solver.SolverInstance;
import java.util.ArrayList;
import java.util.List;

/** A solver that says something else than an honest one, and keeps the models it was given. */
final class LyingSolver implements LinearSolver {
  private final LinearSolver honest;
  private final Lie lie;
  private final List<LinearModel> models = new ArrayList<>();
  private int open;

  /** What it says instead. */
  interface Lie {
    /**
     * Makes up an answer.
     *
     * @param attempt how many models were opened before this one
     * @param instance the honest solver's
     */
    Solution tell(int attempt, SolverInstance instance, LinearForm objective, SolveLimits limits);
  }

  /** What it makes of an honest answer. */
  interface Twist {
    Solution of(int attempt, Solution truth);
  }

  LyingSolver(LinearSolver honest, Lie lie) {
    this.honest = honest;
    this.lie = lie;
  }

  static LyingSolver twisting(LinearSolver honest, Twist twist) {
    return new LyingSolver(
        honest,
        (attempt, instance, objective, limits) ->
            twist.of(attempt, instance.minimize(objective, limits)));
  }

  /** One a model that was opened. */
  List<LinearModel> models() {
    return models;
  }

  /** Instances that were not closed. */
  int open() {
    return open;
  }

  @Override
  public String name() {
    return "liar";
  }

  @Override
  public String version() {
    return honest.version();
  }

  @Override
  public SolverInstance open(LinearModel model) {
    int attempt = models.size();
    models.add(model);
    open++;
    return new Instance(attempt, honest.open(model));
  }

  @Override
  public void close() {
    honest.close();
  }

  private final class Instance implements SolverInstance {
    private final int attempt;
    private final SolverInstance instance;

    Instance(int attempt, SolverInstance instance) {
      this.attempt = attempt;
      this.instance = instance;
    }

    @Override
    public LinearModel model() {
      return instance.model();
    }

    @Override
    public void startFrom(double[] point) {
      instance.startFrom(point);
    }

    @Override
    public Solution minimize(LinearForm objective, SolveLimits limits) {
      return lie.tell(attempt, instance, objective, limits);
    }

    @Override
    public void interrupt() {
      instance.interrupt();
    }

    @Override
    public void close() {
      open--;
      instance.close();
    }
  }
}
