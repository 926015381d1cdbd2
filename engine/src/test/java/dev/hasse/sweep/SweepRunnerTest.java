package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundAnalysis;
import dev.hasse.bound.BoundMethod;
import dev.hasse.bound.lattice.LatticeAnalysis;
import dev.hasse.bound.lattice.LatticeOptions;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Verdict;
import dev.hasse.format.NetworkReader;
import dev.hasse.solver.LinearSolver;
import dev.hasse.solver.Solvers;
import dev.hasse.verify.Answer;
import dev.hasse.verify.Ball;
import dev.hasse.verify.Certification;
import dev.hasse.verify.LabelledPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep answers, against {@link Certification} run on each question alone. */
class SweepRunnerTest {
  private static final List<BoundMethod> ALL =
      List.of(
          BoundMethod.IBP,
          BoundMethod.CROWN_IBP,
          BoundMethod.CROWN,
          BoundMethod.ALPHA_CROWN,
          BoundMethod.LP,
          BoundMethod.MILP);
  private static final List<BoundMethod> PROPAGATION = ALL.subList(0, 3);
  private static final SweepOrigin ORIGIN = new SweepOrigin("a host", "a version");

  @TempDir private Path folder;
  private SweepFiles files;

  @BeforeEach
  void makeFiles() {
    files = new SweepFiles(folder);
  }

  @Test
  void everyQuestionIsAnsweredAsIfAlone() throws Exception {
    SweepQuestions questions = questions(Radii.of(List.of(0.02, 0.0, 0.1)), ALL, 7, true);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(runner(questions, backend).run(rows));
      checkAll(questions, rows, backend, 0);
    }
  }

  /** Products of another size may round otherwise: by far less than this. */
  @Test
  void theProcessorsBackendAnswersAlikeUpToRounding() throws Exception {
    SweepQuestions questions = questions(Radii.of(List.of(0.02, 0.1)), PROPAGATION, 1000, false);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("cpu")) {
      assertTrue(runner(questions, backend).run(rows));
      checkAll(questions, rows, backend, 1e-5);
    }
  }

  private static void checkAll(
      SweepQuestions questions, KeptRows rows, ComputeBackend backend, double slack)
      throws Exception {
    assertEquals(questions.count(), rows.count());
    Set<String> verdicts = new HashSet<>();
    Set<Optional<String>> methods = new HashSet<>();
    List<BoundMethod> cascade = questions.plan().method().cascade();
    for (SweepRow row : rows.rows()) {
      SweepQuestion question = questions.at(row.question());
      assertEquals(question.radius(), row.radius());
      assertEquals(question.input(), row.input());
      assertEquals(question.label(), row.label());
      assertEquals(question.pairing().networkHash(), row.networkHash());
      assertEquals(OptionalDouble.empty(), row.refusedRadius());
      assertEquals(Optional.empty(), row.error());
      Answer alone = alone(question, row.radius(), backend, questions.plan());
      String place = row.toString();
      assertEquals(alone.verdict().label(), row.verdict(), place);
      assertEquals(alone.method().map(BoundMethod::label), row.method(), place);
      assertEquals(alone.guarantee().map(Guarantee::label), row.guarantee(), place);
      assertEquals(alone.method().isPresent(), row.margin().isPresent(), place);
      if (row.margin().isPresent()) {
        assertEquals(alone.margin(), row.margin().getAsDouble(), slack, place);
        checkMargins(row, cascade);
      }
      assertEquals(
          questions.plan().unstable() && row.method().isPresent(), row.unstable().isPresent());
      verdicts.add(row.verdict());
      methods.add(row.method());
    }
    assertTrue(verdicts.containsAll(Set.of("certified", "misclassified")), verdicts.toString());
    assertTrue(methods.size() > 2, methods.toString());
  }

  /** A margin of each method up to the one that decided, none of the later ones. */
  private static void checkMargins(SweepRow row, List<BoundMethod> cascade) {
    List<String> tried = new ArrayList<>();
    for (BoundMethod method : cascade) {
      tried.add(method.label());
      if (row.method().equals(Optional.of(method.label()))) {
        break;
      }
    }
    assertEquals(tried.contains("ibp"), row.ibp().isPresent(), row.toString());
    assertEquals(
        tried.contains("crown") || tried.contains("crown-ibp"),
        row.crown().isPresent(),
        row.toString());
    assertEquals(tried.contains("alpha-crown"), row.alphaCrown().isPresent(), row.toString());
    assertEquals(tried.contains("lp"), row.lp().isPresent(), row.toString());
    assertEquals(tried.contains("milp"), row.exact().isPresent(), row.toString());
    for (OptionalDouble margin : List.of(row.ibp(), row.crown(), row.alphaCrown(), row.lp())) {
      assertTrue(margin.orElse(Double.NEGATIVE_INFINITY) <= row.margin().orElseThrow());
    }
  }

  @Test
  void numbersFollowThePlan() throws Exception {
    SweepPlan plan =
        new SweepPlan(
            List.of(
                new PlannedNetwork("b", files.network("b.onnx", 2), List.of()),
                new PlannedNetwork("a", files.network("a.onnx", 1), List.of("few"))),
            List.of(
                files.dataset("many", 9, 5),
                new PlannedDataset(
                    "few",
                    folder.resolve("many-images"),
                    folder.resolve("many-labels"),
                    255,
                    List.of(new InputRange(7, 8), new InputRange(2, 2)))),
            Radii.of(List.of(0.1, 0.05)),
            0,
            1,
            SweepPlan.Method.of(PROPAGATION),
            List.of(3L, 1L),
            4,
            false);
    SweepQuestions questions = SweepQuestions.of(plan);
    List<String> expected = new ArrayList<>();
    for (String pair : List.of("b many 0 1 2 3 4 5 6 7 8", "b few 7 8 2", "a few 7 8 2")) {
      List<String> words = List.of(pair.split(" "));
      for (long seed : plan.seeds()) {
        for (String input : words.subList(2, words.size())) {
          for (double radius : plan.radii().listed()) {
            expected.add(
                words.get(0) + " " + words.get(1) + " " + seed + " " + input + " " + radius);
          }
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (long n = 0; n < questions.count(); n++) {
      SweepQuestion question = questions.at(n);
      assertEquals(n, question.number());
      Pairing pairing = question.pairing();
      found.add(
          pairing.network().name()
              + " "
              + pairing.dataset().name()
              + " "
              + question.seed()
              + " "
              + question.input()
              + " "
              + question.radius());
    }
    assertEquals(expected, found);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(runner(questions, backend).run(rows));
    }
    List<String> answered = new ArrayList<>();
    for (SweepRow row : rows.rows()) {
      answered.add(
          row.network()
              + " "
              + row.dataset()
              + " "
              + row.seed()
              + " "
              + row.input()
              + " "
              + row.radius());
    }
    assertEquals(expected, answered);
  }

  /** Later stages get full batches, but for their last one. */
  @Test
  void whatIsUndecidedIsRegrouped() {
    List<OpenQuestion> open = new ArrayList<>();
    for (int k = 0; k < 95; k++) {
      open.add(new OpenQuestion(new SweepQuestion(k, null, k, 0.1, 0), Radii.of(List.of(0.1))));
    }
    CascadeQueues queues =
        new CascadeQueues(open.iterator(), new boolean[] {false, false}, new int[] {10, 10}, 1000);
    List<Integer> second = new ArrayList<>();
    BitSet through = new BitSet();
    while (true) {
      Optional<CascadeQueues.Batch> batch = queues.take(false);
      if (batch.isEmpty()) {
        break;
      }
      List<OpenQuestion> questions = batch.get().questions();
      if (batch.get().stage() == 0) {
        queues.done(
            batch.get(),
            questions.stream().filter(q -> q.question().number() % 3 == 0).toList(),
            List.of());
      } else {
        second.add(questions.size());
        questions.forEach(q -> through.set((int) q.question().number()));
        queues.done(batch.get(), List.of(), List.of());
      }
    }
    assertEquals(List.of(10, 10, 10, 2), second);
    assertEquals(32, through.cardinality());
  }

  @Test
  void onlyTheGuiltyQuestionFails() throws Exception {
    SweepQuestions questions = questions(Radii.of(List.of(0.02, 0.1)), PROPAGATION, 50, false);
    SweepQuestion guilty = questions.at(40);
    double poison = guilty.pairing().images().value(guilty.input(), 1);
    try (ComputeBackend backend = Backends.open("reference");
        ComputeBackend failing =
            new DelegatingBackend(
                Backends.open("reference"), lane -> new PoisonedLane(lane, poison))) {
      KeptRows good = new KeptRows();
      KeptRows rows = new KeptRows();
      assertTrue(runner(questions, backend).run(good));
      assertTrue(runner(questions, failing).run(rows));
      int failed = 0;
      for (int n = 0; n < questions.count(); n++) {
        SweepRow row = rows.rows().get(n);
        if (row.verdict().equals("error")) {
          failed++;
          assertEquals(guilty.input(), row.input());
          assertTrue(row.error().orElseThrow().contains("the device is tired"), row.toString());
        } else {
          assertEquals(timeless(good.rows().get(n)), timeless(row));
        }
      }
      long expected =
          good.rows().stream()
              .filter(row -> row.input() == guilty.input() && row.method().isPresent())
              .count();
      assertEquals(expected, failed); // one a radius and network that bounds it
      assertTrue(failed > 0);
    }
  }

  /** Fails wherever a box lies around the value in coordinate 1. */
  private static final class PoisonedLane extends DelegatingLane {
    private final double poison;

    PoisonedLane(Lane lane, double poison) {
      super(lane);
      this.poison = poison;
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      for (int b = 0; b < boxes.count(); b++) {
        double middle = (boxes.lower(b, 1) + boxes.upper(b, 1)) / 2;
        if (Math.abs(middle - poison) < 1e-9) {
          throw new IllegalStateException("the device is tired");
        }
      }
      return super.upload(boxes);
    }
  }

  @Test
  void aStoppedSweepGoesOnWhereItEnded() throws Exception {
    SweepQuestions questions = questions(Radii.of(List.of(0.02, 0.05, 0.1)), PROPAGATION, 5, true);
    try (ComputeBackend backend = Backends.open("reference")) {
      KeptRows whole = new KeptRows();
      assertTrue(runner(questions, backend).run(whole));
      KeptRows rows = new KeptRows();
      int runs = 0;
      boolean complete = false;
      while (!complete) {
        int before = rows.count();
        AtomicReference<SweepRunner> running = new AtomicReference<>();
        ComputeBackend stopping =
            new DelegatingBackend(
                Backends.open("reference"),
                lane -> new StoppingLane(lane, () -> running.get().requestStop()));
        try (stopping) {
          running.set(runner(questions, stopping));
          complete = running.get().run(rows);
        }
        runs++;
        assertTrue(complete || rows.count() > before || runs < 100, "no progress");
      }
      assertTrue(runs > 2, runs + " runs");
      assertEquals(
          whole.rows().stream().map(SweepRunnerTest::timeless).toList(),
          rows.rows().stream().map(SweepRunnerTest::timeless).toList());
      assertTrue(runner(questions, backend).run(rows), "nothing is left to do");
    }
  }

  /** Asks for a stop after some uploads. */
  private static final class StoppingLane extends DelegatingLane {
    private final Runnable stop;
    private int uploads;

    StoppingLane(Lane lane, Runnable stop) {
      super(lane);
      this.stop = stop;
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      if (++uploads == 12) {
        stop.run();
      }
      return super.upload(boxes);
    }
  }

  @Test
  void rowsThatCannotBeKeptStopTheSweep() throws Exception {
    SweepQuestions questions = questions(Radii.of(List.of(0.02)), PROPAGATION, 5, false);
    KeptRows full =
        new KeptRows() {
          @Override
          public synchronized void append(List<SweepRow> some) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    try (ComputeBackend backend = Backends.open("reference")) {
      SweepRunner runner = runner(questions, backend);
      IOException failure = assertThrows(IOException.class, () -> runner.run(full));
      assertEquals("the disk is full", failure.getMessage());
    }
  }

  @Test
  void bisectionEndsBetweenACertifiedAndARefusedRadius() throws Exception {
    double tolerance = 0.004;
    SweepQuestions questions = questions(Radii.bisection(0.3, tolerance), PROPAGATION, 11, true);
    KeptRows rows = new KeptRows();
    int found = 0;
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(runner(questions, backend).run(rows));
      assertEquals(questions.count(), rows.count());
      for (SweepRow row : rows.rows()) {
        SweepQuestion question = questions.at(row.question());
        if (row.verdict().equals("misclassified")) {
          assertEquals(0, row.radius());
          assertEquals(OptionalDouble.empty(), row.refusedRadius());
          continue;
        }
        SweepPlan plan = questions.plan();
        if (row.verdict().equals("certified")) {
          Answer certified = alone(question, row.radius(), backend, plan);
          assertEquals(Verdict.CERTIFIED, certified.verdict(), row.toString());
          assertEquals(certified.margin(), row.margin().orElseThrow());
        } else {
          assertEquals(0, row.radius());
        }
        if (row.refusedRadius().isPresent()) {
          double refused = row.refusedRadius().getAsDouble();
          assertTrue(refused - row.radius() <= tolerance, row.toString());
          assertFalse(
              alone(question, refused, backend, plan).verdict() == Verdict.CERTIFIED,
              row.toString());
          found++;
        } else {
          assertEquals(0.3, row.radius(), row.toString());
        }
      }
    }
    assertTrue(found > 10, found + " radii");
  }

  private SweepQuestions questions(
      Radii radii, List<BoundMethod> cascade, int batch, boolean unstable) throws Exception {
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

  private static Answer alone(
      SweepQuestion question, double radius, ComputeBackend backend, SweepPlan plan)
      throws Exception {
    double[] values = new double[SweepFiles.PIXELS];
    question.copyTo(values, 0);
    try (Session session = backend.load(NetworkReader.read(question.pairing().network().file()));
        BoundAnalysis analysis = new BoundAnalysis(session, plan.method().ascent());
        LinearSolver solver = Solvers.open(Solvers.SCIP);
        LatticeAnalysis lattice =
            new LatticeAnalysis(analysis, solver, new LatticeOptions(2, 60))) {
      Certification certification =
          new Certification(analysis, Optional.of(lattice), plan.method().cascade());
      LabelledPoints points =
          new LabelledPoints(values.length, values, new int[] {question.label()});
      return certification.run(points, new Ball(radius, plan.clipLower(), plan.clipUpper())).get(0);
    }
  }

  private static SweepRunner runner(SweepQuestions questions, ComputeBackend backend) {
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
  private static Map<String, Object> timeless(SweepRow row) {
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
