package dev.hasse.sweep;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.bound.semidefinite.SemidefiniteAnalysis;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.Session;
import dev.hasse.format.NetworkReader;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solvers;
import dev.hasse.verify.Answer;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import dev.hasse.verify.LabelledPoints;
import dev.hasse.verify.Optimizers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sweeps of two small networks, and what their questions get alone. */
final class SmallSweep {
  static final List<BoundMethod> ALL =
      List.of(
          BoundMethod.IBP,
          BoundMethod.CROWN_IBP,
          BoundMethod.CROWN,
          BoundMethod.ALPHA_CROWN,
          BoundMethod.LP,
          BoundMethod.MILP);
  static final List<BoundMethod> PROPAGATION = ALL.subList(0, 3);
  static final List<BoundMethod> SEMIDEFINITE =
      List.of(
          BoundMethod.IBP,
          BoundMethod.CROWN,
          BoundMethod.ALPHA_CROWN,
          BoundMethod.SDP,
          BoundMethod.MILP);
  private static final LatticeOptions OPTIONS = new LatticeOptions(2, 60);
  private static final SweepOrigin ORIGIN = new SweepOrigin("a host", "a version");

  private final SweepFiles files;

  SmallSweep(Path folder) {
    this.files = new SweepFiles(folder);
  }

  SweepFiles files() {
    return files;
  }

  SweepQuestions questions(Radii radii, List<BoundMethod> cascade, int batch, boolean unstable)
      throws Exception {
    return SweepQuestions.of(
        new SweepPlan(
            List.of(
                new PlannedNetwork("one", files.network("one.onnx", 1), List.of()),
                new PlannedNetwork("two", files.network("two.onnx", 2), List.of())),
            List.of(files.dataset("some", 40, 5)),
            radii,
            0,
            1,
            SweepPlan.Method.of(cascade),
            List.of(0L),
            batch,
            unstable));
  }

  /** What {@link Certification} says of a question, asked for nothing else. */
  static Answer alone(SweepQuestion question, double radius, ComputeBackend backend, SweepPlan plan)
      throws Exception {
    double[] values = new double[SweepFiles.PIXELS];
    question.copyTo(values, 0);
    try (Session session = backend.load(NetworkReader.read(question.pairing().network().file()));
        BoundAnalysis analysis = new BoundAnalysis(session, plan.method().ascent());
        LinearSolver solver = Solvers.open(Solvers.SCIP);
        LatticeAnalysis lattice = new LatticeAnalysis(analysis, solver, OPTIONS);
        SemidefiniteAnalysis semidefinite = new SemidefiniteAnalysis(analysis, OPTIONS)) {
      Optimizers optimizers = new Optimizers(Optional.of(lattice), Optional.of(semidefinite));
      Certification certification =
          new Certification(analysis, optimizers, plan.method().cascade());
      LabelledPoints points =
          new LabelledPoints(values.length, values, new int[] {question.label()});
      return certification.run(points, new Ball(radius, plan.clipLower(), plan.clipUpper())).get(0);
    }
  }

  static SweepRunner runner(SweepQuestions questions, ComputeBackend backend) {
    return new SweepRunner(questions, backend, new TestSolvers(), ORIGIN, progress -> {});
  }

  /** Opens a solver for each network, and leaves it open: tests are short. */
  private static final class TestSolvers implements LatticeSource {
    @Override
    public LatticeAnalysis open(BoundAnalysis analysis, double secondsPerQuestion) {
      try {
        return new LatticeAnalysis(
            analysis,
            Solvers.open(Solvers.SCIP),
            new LatticeOptions(threads(), secondsPerQuestion));
      } catch (dev.hasse.solver.SolverUnavailableException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int threads() {
      return 2;
    }
  }

  /** A row without what the clock says, by its components' names. */
  static Map<String, Object> timeless(SweepRow row) {
    Map<String, Object> values = new TreeMap<>();
    for (java.lang.reflect.RecordComponent component : SweepRow.class.getRecordComponents()) {
      try {
        values.put(component.getName(), component.getAccessor().invoke(row));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    values.remove("seconds");
    return values;
  }
}
