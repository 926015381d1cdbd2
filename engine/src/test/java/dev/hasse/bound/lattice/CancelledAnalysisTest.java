package dev.hasse.bound.lattice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.ObjectiveBounds;
import dev.hasse.domain.Objectives;
import dev.hasse.judge.Dyadic;
import dev.hasse.judge.ExactNetwork;
import dev.hasse.judge.Numbers;
import dev.hasse.judge.Style;
import dev.hasse.network.Network;
import dev.hasse.network.Relu;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.SolveStatus;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Solves that would take for ever end when they are told to, with bounds that hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancelledAnalysisTest {
  private static final int BOXES = 3;
  private static final double SOON = 20;

  private final Network network = network();
  private final Objectives objectives = Objectives.shared(BOXES, 2, new double[] {1, 0, -1, 1});
  private final BoxBatch boxes = boxes();
  private LinearSolver scip;
  private OpenNetwork open;
  private ObjectiveBounds crown;

  private static Network network() {
    Numbers numbers = new Numbers("too many to enumerate");
    Network.Builder builder = Network.builder("wide", 12);
    int node = 0;
    for (int layer = 0; layer < 3; layer++) {
      int inputs = builder.size(node);
      node = builder.affine("dense", numbers.dense(40, inputs, Style.DOUBLES, 0), node);
      node = builder.activation("relu", new Relu(), node);
    }
    return builder.build(builder.affine("last", numbers.dense(2, 40, Style.DOUBLES, 0), node));
  }

  private static BoxBatch boxes() {
    double[] centres = new Numbers("centres").vector(BOXES * 12, Style.DOUBLES);
    return BoxBatch.around(12, centres, 2, -9, 9);
  }

  @BeforeAll
  void openAll() {
    scip = OpenNetwork.scip();
    open = new OpenNetwork(network);
    crown = open.analysis().objectives(boxes, objectives, BoundMethod.CROWN);
  }

  @AfterAll
  void closeAll() {
    open.close();
    scip.close();
  }

  private LatticeAnalysis analysis(double seconds) {
    return new LatticeAnalysis(open.analysis(), scip, new LatticeOptions(2, seconds));
  }

  private List<LatticeBound> solve(LatticeAnalysis lattice) {
    return lattice.objectives(boxes, objectives, RelaxationElement.bottom(network));
  }

  private void check(List<LatticeBound> found, SolveStatus status) {
    assertEquals(objectives.rows(), found.size());
    ExactNetwork exact = new ExactNetwork(network);
    for (int row = 0; row < found.size(); row++) {
      LatticeBound bound = found.get(row);
      assertEquals(status, bound.status());
      assertTrue(bound.lower() >= crown.lower(row));
      Dyadic[] y = exact.outputs(bound.point());
      Dyadic value = row % 2 == 0 ? y[0] : y[1].minus(y[0]);
      assertTrue(value.compareTo(Dyadic.of(bound.concrete())) <= 0);
      assertTrue(Dyadic.of(bound.lower()).compareTo(value) < 0, "gap");
    }
  }

  private static Thread after(int milliseconds, Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(milliseconds);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              action.run();
            });
    thread.start();
    return thread;
  }

  private static void assertSoon(long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < SOON, seconds + " s");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 400})
  void cancelEndsAllSolvesAndAllToCome(int milliseconds) throws Exception {
    long start = System.nanoTime();
    try (LatticeAnalysis lattice = analysis(Double.POSITIVE_INFINITY)) {
      Thread other = after(milliseconds, lattice::cancel);
      check(solve(lattice), SolveStatus.INTERRUPTED);
      other.join();
      check(solve(lattice), SolveStatus.INTERRUPTED);
    }
    assertSoon(start);
  }

  @Test
  void anInterruptedThreadGetsWhatThereIsAndStaysInterrupted() throws Exception {
    long start = System.nanoTime();
    Thread caller = Thread.currentThread();
    try (LatticeAnalysis lattice = analysis(Double.POSITIVE_INFINITY)) {
      Thread other = after(200, caller::interrupt);
      List<LatticeBound> found = solve(lattice);
      assertTrue(Thread.interrupted(), "the flag is kept");
      other.join();
      check(found, SolveStatus.INTERRUPTED);
    }
    assertSoon(start);
  }

  /** Rows that had no time left have what CROWN and the points of the rows before tell. */
  @Test
  void theTimeOfABoxIsSharedByItsRows() {
    long start = System.nanoTime();
    try (LatticeAnalysis lattice = analysis(0.3)) {
      check(solve(lattice), SolveStatus.TIMEOUT);
    }
    assertSoon(start);
  }

  /** Closing while another thread waits for results: it gets them, and no solve goes on. */
  @Test
  void closeWaitsForTheSolves() throws Exception {
    LatticeAnalysis lattice = analysis(Double.POSITIVE_INFINITY);
    FutureTask<List<LatticeBound>> found = new FutureTask<>(() -> solve(lattice));
    new Thread(found).start();
    long start = System.nanoTime();
    while (!isSolving()) {
      assertSoon(start);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    lattice.close();
    assertFalse(isSolving(), "a solve goes on");
    check(found.get(), SolveStatus.INTERRUPTED);
  }

  private static boolean isSolving() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(frame -> frame.getClassName().equals(Program.class.getName()));
  }
}
