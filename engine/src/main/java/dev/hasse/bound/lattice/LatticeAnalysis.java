package dev.hasse.bound.lattice;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.WorkerPool;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Optimal bounds at any element of the lattice, by a solver: the entry to this package. At the top
 * a linear program, whose bounds are RIGOROUS; with exact neurons that the box leaves unstable a
 * mixed-integer one, whose bounds are SOLVER_TOLERANCE. All are intersected with CROWN's, whose
 * bounds of the pre-activations the models use too.
 *
 * <p>Runs on a pool of threads, each solver instance on one. Calls from several threads share the
 * pool. Does not own analysis and solver.
 */
public final class LatticeAnalysis implements AutoCloseable {
  private final BoundAnalysis analysis;
  private final LinearSolver solver;
  private final LatticeOptions options;
  private final Consumer<SolverException> failed;
  private final PointCheck check;
  private final ActiveSolves active = new ActiveSolves();
  private final WorkerPool pool;

  /** With solves whose failure is thrown. */
  public LatticeAnalysis(BoundAnalysis analysis, LinearSolver solver, LatticeOptions options) {
    this(
        analysis,
        solver,
        options,
        failure -> {
          throw failure;
        });
  }

  /**
   * @param failed gets what goes wrong with a solve, whose status is then FAILED and whose bound is
   *     what was known before; called by any thread
   */
  public LatticeAnalysis(
      BoundAnalysis analysis,
      LinearSolver solver,
      LatticeOptions options,
      Consumer<SolverException> failed) {
    this.failed = failed;
    this.analysis = analysis;
    this.solver = solver;
    this.options = options;
    this.check = new PointCheck(analysis.network());
    this.pool = new WorkerPool(options.threads(), "hasse-solver");
  }

  public Network network() {
    return analysis.network();
  }

  /**
   * Lower bounds of linear forms of the outputs.
   *
   * @param boxes as wide as the network's input; where a bound that the model needs is infinite,
   *     the status is UNBOUNDED and the bound CROWN's
   * @param element of this network's lattice
   * @return one bound a row of the objectives, in their order
   * @throws SolverException where the solver fails or contradicts the network, unless somebody gets
   *     that instead
   */
  public List<LatticeBound> objectives(
      BoxBatch boxes, Objectives objectives, RelaxationElement element) {
    NetworkBounds bounds = analysis.nodes(boxes, BoundMethod.CROWN);
    double[] rigorous = rigorous(boxes, objectives);
    int shares = Math.max(1, options.threads() / Math.max(1, boxes.count()));
    List<Callable<List<LatticeBound>>> jobs = new ArrayList<>();
    List<List<Integer>> rowsOf = new ArrayList<>();
    for (int b = 0; b < boxes.count(); b++) {
      int box = b;
      for (List<Integer> rows : shares(objectives.start(b), objectives.start(b + 1), shares)) {
        rowsOf.add(rows);
        jobs.add(
            () ->
                new BoxJob(bounds, box, objectives, solver, check, active, failed)
                    .run(element, rows, rigorous, options.secondsPerBox()));
      }
    }
    List<List<LatticeBound>> results = pool.run(jobs, this::cancel);
    LatticeBound[] all = new LatticeBound[objectives.rows()];
    for (int k = 0; k < results.size(); k++) {
      List<LatticeBound> found = results.get(k);
      for (int r = 0; r < found.size(); r++) {
        all[rowsOf.get(k).get(r)] = found.get(r);
      }
    }
    return Arrays.asList(all);
  }

  /**
   * Walks every box down the lattice from the top, each on one thread, from the best of the box's
   * centre and of 1,000 samples on. Bounds never loosen along a walk. All legs together have the
   * seconds of a box; what they cut off keeps the bounds it had, with a status that says so.
   *
   * @param boxes finite, as wide as the network's input
   * @param legs after the top, in order
   * @param done called with the number of a box that is through, by any thread
   * @return a walk a box, in their order
   * @throws SolverException where the solver fails or contradicts the network, unless somebody gets
   *     that instead
   */
  public List<LatticeWalk> walk(
      BoxBatch boxes, Objectives objectives, List<WalkLeg> legs, IntConsumer done) {
    NetworkBounds bounds = analysis.nodes(boxes, BoundMethod.CROWN);
    double[] rigorous = rigorous(boxes, objectives);
    List<Callable<LatticeWalk>> jobs = new ArrayList<>();
    for (int b = 0; b < boxes.count(); b++) {
      int box = b;
      jobs.add(
          () -> {
            BoxJob job = new BoxJob(bounds, box, objectives, solver, check, active, failed);
            SampledPoints.best(analysis, boxes, box, objectives).forEach(job::meet);
            List<Integer> rows =
                IntStream.range(objectives.start(box), objectives.start(box + 1)).boxed().toList();
            LatticeWalk walk =
                new BoxWalk(job, rows, rigorous, options.secondsPerBox())
                    .run(RelaxationElement.top(network()), legs);
            done.accept(box);
            return walk;
          });
    }
    return pool.run(jobs, this::cancel);
  }

  /**
   * Bounds of the outputs at an element; their guarantee is the weakest of all.
   *
   * @param boxes finite, as wide as the network's input
   */
  public Bounds outputs(BoxBatch boxes, RelaxationElement element) {
    int width = network().outputs();
    List<LatticeBound> rows =
        objectives(boxes, Objectives.bothSides(boxes.count(), width), element);
    double[] lower = new double[boxes.count() * width];
    double[] upper = new double[lower.length];
    Guarantee guarantee = Guarantee.RIGOROUS;
    for (int b = 0; b < boxes.count(); b++) {
      for (int i = 0; i < width; i++) {
        LatticeBound low = rows.get(2 * b * width + i);
        LatticeBound high = rows.get((2 * b + 1) * width + i);
        lower[b * width + i] = low.lower();
        upper[b * width + i] = -high.lower();
        guarantee = guarantee.and(low.guarantee()).and(high.guarantee());
      }
    }
    return new Bounds(boxes.count(), width, lower, upper, guarantee, 0);
  }

  /** All or none: {@link #close} comes before or after. */
  private double[] rigorous(BoxBatch boxes, Objectives objectives) {
    ObjectiveBounds crown = analysis.objectives(boxes, objectives, BoundMethod.CROWN);
    return IntStream.range(0, objectives.rows()).mapToDouble(crown::lower).toArray();
  }

  /** The rows from {@code from} to {@code to}, in at most so many shares, none empty. */
  private static List<List<Integer>> shares(int from, int to, int shares) {
    List<List<Integer>> all = new ArrayList<>();
    int size = Math.max(1, -Math.floorDiv(from - to, shares));
    for (int at = from; at < to; at += size) {
      all.add(IntStream.range(at, Math.min(to, at + size)).boxed().toList());
    }
    return all;
  }

  /** Stops all solves, now and to come: they give what they have, as INTERRUPTED. */
  public void cancel() {
    active.cancel();
  }

  /** Cancels what runs and waits for its end: solves use what the caller closes next. */
  @Override
  public void close() {
    cancel();
    pool.close();
    check.close();
  }
}
