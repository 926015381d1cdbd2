package dev.hasse.bench;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeBound;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Objectives;
import dev.hasse.network.Network;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolverUnavailableException;
import dev.hasse.solver.Solvers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does the least value of one output take by a linear and by a mixed-integer program, by
 * size?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class ProgramBenchmark {
  private static final int INPUTS = 8;
  private static final int OUTPUTS = 2;
  private static final double RADIUS = 0.1;

  /** The linear program is the top of the lattice of relaxations, the network itself its bottom. */
  public enum Program {
    LP,
    MILP
  }

  @Param Program program;

  /** Neurons of each of the two hidden layers. */
  @Param({"8", "16", "32"})
  int width;

  /** Boxes of one call. */
  @Param("1")
  int batch;

  @Param("cpu")
  String backend;

  private ComputeBackend opened;
  private Session session;
  private BoundAnalysis analysis;
  private LinearSolver solver;
  private LatticeAnalysis lattice;
  private RelaxationElement element;
  private BoxBatch boxes;

  /** Checks the bounds of all outputs against the reference backend's values. */
  @Setup
  public void open() throws BackendUnavailableException, SolverUnavailableException {
    Network network =
        GeneratedNetworks.perceptron(new int[] {INPUTS, width, width, OUTPUTS}, LaneState.SEED);
    boxes = GeneratedNetworks.boxes(batch, INPUTS, RADIUS, LaneState.SEED);
    element =
        program == Program.LP ? RelaxationElement.top(network) : RelaxationElement.bottom(network);
    opened = Backends.open(backend);
    session = opened.load(network);
    analysis = new BoundAnalysis(session);
    solver = Solvers.open(Solvers.SCIP);
    lattice = new LatticeAnalysis(analysis, solver, LatticeOptions.standard());
    try (ComputeBackend reference = Backends.open("reference");
        Session judge = reference.load(network);
        BoundAnalysis forward = new BoundAnalysis(judge)) {
      AnswerCheck.require(boxes, lattice.outputs(boxes, element), forward::forward, LaneState.SEED);
    }
  }

  @Benchmark
  public List<LatticeBound> least() {
    Objectives first = Objectives.shared(batch, OUTPUTS, new double[] {1, 0});
    return lattice.objectives(boxes, first, element);
  }

  /** Ends the solver's threads. */
  @TearDown
  public void close() {
    lattice.close();
    solver.close();
    analysis.close();
    session.close();
    opened.close();
  }
}
