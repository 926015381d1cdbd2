package dev.hasse.bound.semidefinite;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.Deadline;
import dev.hasse.bound.NetworkBounds;
import dev.hasse.bound.WorkerPool;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.UnboundedException;
import dev.hasse.compute.DenseAlgebra;
import dev.hasse.compute.DeviceMemoryException;
import dev.hasse.domain.Bounds;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Activation;
import dev.hasse.network.Network;
import dev.hasse.network.Node;
import dev.hasse.network.Relu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Rigorous bounds by the semidefinite relaxation of a ReLU network (Raghunathan, Steinhardt and
 * Liang 2018, arXiv 1811.01057, with bounds of the hidden neurons as Chiu and Zhang 2023, arXiv
 * 2211.17244): the entry to this package. Its optimum is never below that of the linear program
 * that linearises every neuron with the same bounds (docs/THEORY.md).
 *
 * <p>Runs on a pool of threads. Does not own analysis and algebra.
 */
public final class SemidefiniteAnalysis implements AutoCloseable {
  /** Objectives solved side by side at most; each takes memory. */
  private static final int TOGETHER = 16;

  private final BoundAnalysis analysis;
  private final BoundMethod bounds;
  private final DenseAlgebra algebra;
  private final LatticeOptions options;
  private final WorkerPool pool;
  private volatile boolean cancelled;

  /**
   * Over alpha-CROWN's bounds of the neurons.
   *
   * @param options threads side by side, each with matrices of its own, and seconds a box
   * @throws dev.hasse.compute.UnsupportedOpException where an activation is no ReLU
   */
  public SemidefiniteAnalysis(BoundAnalysis analysis, LatticeOptions options) {
    this(analysis, BoundMethod.ALPHA_CROWN, options);
  }

  /**
   * @param bounds the propagation that bounds the neurons, and with which results are intersected
   */
  public SemidefiniteAnalysis(BoundAnalysis analysis, BoundMethod bounds, LatticeOptions options) {
    for (Node node : analysis.network().nodes()) {
      if (node.op() instanceof Activation && !(node.op() instanceof Relu)) {
        throw LiftedBox.unsupported(node);
      }
    }
    this.analysis = analysis;
    this.bounds = bounds;
    this.algebra = analysis.algebra();
    this.options = options;
    this.pool = new WorkerPool(options.threads(), "hasse-semidefinite");
  }

  public Network network() {
    return analysis.network();
  }

  /**
   * Lower bounds of all forms.
   *
   * @param boxes finite, as wide as the network's input
   * @return one a row of the objectives, in their order
   * @throws DeviceMemoryException if a box's problem does not fit the memory; says what it needs
   */
  public List<SemidefiniteBound> objectives(BoxBatch boxes, Objectives objectives) {
    return solve(boxes, objectives, LowRank.Purpose.BOUND);
  }

  /**
   * Lower bounds for a caller who asks whether all forms of a box are positive: those that
   * propagation bounds above 0 are left alone, and a box ends with the first that is not positive.
   */
  public List<SemidefiniteBound> positive(BoxBatch boxes, Objectives objectives) {
    return solve(boxes, objectives, LowRank.Purpose.SIGN);
  }

  /**
   * Bounds of the outputs.
   *
   * @param boxes finite, as wide as the network's input
   */
  public Bounds outputs(BoxBatch boxes) {
    int width = network().outputs();
    List<SemidefiniteBound> rows = objectives(boxes, Objectives.bothSides(boxes.count(), width));
    double[] lower = new double[boxes.count() * width];
    double[] upper = new double[lower.length];
    for (int b = 0; b < boxes.count(); b++) {
      for (int i = 0; i < width; i++) {
        lower[b * width + i] = rows.get(2 * b * width + i).lower();
        upper[b * width + i] = -rows.get((2 * b + 1) * width + i).lower();
      }
    }
    return new Bounds(boxes.count(), width, lower, upper, Guarantee.RIGOROUS, 0);
  }

  private List<SemidefiniteBound> solve(
      BoxBatch boxes, Objectives objectives, LowRank.Purpose purpose) {
    NetworkBounds nodes = analysis.nodes(boxes, bounds);
    ObjectiveBounds propagated = analysis.objectives(boxes, objectives, bounds);
    SemidefiniteBound[] all = new SemidefiniteBound[objectives.rows()];
    for (int row = 0; row < all.length; row++) {
      all[row] = new SemidefiniteBound(propagated.lower(row), false, 0, 0);
    }
    List<Callable<Void>> jobs = new ArrayList<>();
    int shares = Math.max(1, options.threads() / Math.max(1, boxes.count()));
    for (int b = 0; b < boxes.count(); b++) {
      int box = b;
      AtomicBoolean refuted = new AtomicBoolean();
      int[] rows =
          IntStream.range(objectives.start(b), objectives.start(b + 1))
              .filter(row -> purpose == LowRank.Purpose.BOUND || !(all[row].lower() > 0))
              .toArray();
      for (int share = 0; share < Math.min(shares, rows.length); share++) {
        int[] some = every(rows, share, shares);
        jobs.add(
            () -> {
              solveBox(nodes, box, objectives, some, purpose, refuted, all);
              return null;
            });
      }
    }
    pool.run(jobs, this::cancel);
    return Arrays.asList(all);
  }

  private static int[] every(int[] rows, int first, int stride) {
    return IntStream.range(0, rows.length)
        .filter(k -> k % stride == first)
        .map(k -> rows[k])
        .toArray();
  }

  /**
   * Solves rows of one box together, while there is time.
   *
   * @param refuted whether it is known that the box has a row that is not positive
   */
  private void solveBox(
      NetworkBounds nodes,
      int box,
      Objectives objectives,
      int[] rows,
      LowRank.Purpose purpose,
      AtomicBoolean refuted,
      SemidefiniteBound[] all) {
    Deadline deadline = Deadline.in(options.secondsPerBox());
    LiftedBox lifted;
    try {
      lifted = new LiftedBox(nodes, box);
    } catch (UnboundedException e) {
      return; // what propagation says is all there is
    }
    requireMemory(lifted, Math.min(TOGETHER, rows.length));
    LowRank method = new LowRank(new LiftedProgram(lifted), algebra);
    for (int from = 0; from < rows.length; from += TOGETHER) {
      int[] some = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + TOGETHER));
      double share = some.length / (double) (rows.length - from);
      Deadline soon = Deadline.in(deadline.secondsLeft() * share);
      long start = System.nanoTime();
      List<Form> forms;
      try {
        forms = Arrays.stream(some).mapToObj(row -> lifted.objective(objectives, row)).toList();
      } catch (UnboundedException e) {
        continue; // as above
      }
      List<LowRank.End> ends = method.run(forms, purpose, soon, () -> cancelled || refuted.get());
      double seconds = (System.nanoTime() - start) / 1e9;
      for (int k = 0; k < some.length; k++) {
        LowRank.End end = ends.get(k);
        double lower = Math.max(end.lower(), all[some[k]].lower());
        all[some[k]] = new SemidefiniteBound(lower, end.isOptimal(), end.steps(), seconds);
        if (purpose == LowRank.Purpose.SIGN && !(lower > 0)) {
          refuted.set(true);
        }
      }
    }
  }

  /** All threads work at such a problem at once. */
  private void requireMemory(LiftedBox lifted, int rows) {
    Runtime runtime = Runtime.getRuntime();
    double needed = options.threads() * LowRank.bytes(lifted.size(), lifted.neurons(), rows);
    if (needed > 0.9 * runtime.maxMemory() || lifted.size() > 46_000) {
      throw new DeviceMemoryException(
          "the semidefinite relaxation has %d variables, %d of them ReLUs, and needs %.1f GiB on %d threads, of %.1f GiB that Java may take"
              .formatted(
                  lifted.size() - 1,
                  lifted.neurons(),
                  needed / (1 << 30),
                  options.threads(),
                  runtime.maxMemory() / (double) (1 << 30)),
          null);
    }
  }

  /** Stops all work after its present step, now and to come; bounds are what there is then. */
  public void cancel() {
    cancelled = true;
  }

  /** Cancels what runs and waits for its end. */
  @Override
  public void close() {
    cancel();
    pool.close();
  }
}
