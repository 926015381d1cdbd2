package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.domain.Guarantee;
import dev.hasse.domain.Verdict;
import dev.hasse.verify.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep answers, against certification run on each question alone. */
@Tag("slow")
class SweepAnswersTest {
  @TempDir private Path folder;
  private SmallSweep sweep;

  @BeforeEach
  void makeFiles() {
    sweep = new SmallSweep(folder);
  }

  @Test
  void everyQuestionIsAnsweredAsIfAlone() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02, 0.0, 0.1)), SmallSweep.ALL, 7, true);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
      checkAll(questions, rows, backend, 0);
    }
  }

  @Test
  void semidefiniteMarginsLieBetweenPropagationAndTheNetwork() throws Exception {
    Radii radii = Radii.of(List.of(0.05, 0.1));
    SweepQuestions questions = sweep.questions(radii, SmallSweep.SEMIDEFINITE, 7, false);
    SweepPlan exactly = sweep.questions(radii, List.of(BoundMethod.MILP), 7, false).plan();
    KeptRows rows = new KeptRows();
    Set<String> verdicts = new HashSet<>();
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
      checkAll(questions, rows, backend, 0);
      for (SweepRow row : rows.rows()) {
        if (row.sdp().isPresent()) {
          double sdp = row.sdp().getAsDouble();
          SweepQuestion question = questions.at(row.question());
          Answer exact = SmallSweep.alone(question, row.radius(), backend, exactly);
          assertTrue(sdp >= row.alphaCrown().orElseThrow() - 1e-9, row.toString());
          assertTrue(sdp <= exact.margin() + 1e-4, row + ", exactly " + exact.margin());
          verdicts.add(row.method().orElseThrow() + " " + row.verdict());
        }
      }
    }
    assertTrue(verdicts.containsAll(Set.of("sdp certified", "milp violated")), verdicts.toString());
  }

  /** Products of another size may round otherwise: by far less than this. */
  @Test
  void theProcessorsBackendAnswersAlikeUpToRounding() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02, 0.1)), SmallSweep.PROPAGATION, 1000, false);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("cpu")) {
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
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
      Answer alone = SmallSweep.alone(question, row.radius(), backend, questions.plan());
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
    assertEquals(tried.contains("crown-ibp"), row.crownIbp().isPresent(), row.toString());
    assertEquals(tried.contains("crown"), row.crown().isPresent(), row.toString());
    assertEquals(tried.contains("alpha-crown"), row.alphaCrown().isPresent(), row.toString());
    assertEquals(tried.contains("lp"), row.lp().isPresent(), row.toString());
    assertEquals(tried.contains("sdp"), row.sdp().isPresent(), row.toString());
    assertEquals(tried.contains("milp"), row.exact().isPresent(), row.toString());
    for (OptionalDouble margin :
        List.of(row.ibp(), row.crownIbp(), row.crown(), row.alphaCrown(), row.lp(), row.sdp())) {
      assertTrue(margin.orElse(Double.NEGATIVE_INFINITY) <= row.margin().orElseThrow());
    }
  }

  @Test
  void bisectionEndsBetweenACertifiedAndARefusedRadius() throws Exception {
    double tolerance = 0.004;
    SweepQuestions questions =
        sweep.questions(Radii.bisection(0.3, tolerance), SmallSweep.PROPAGATION, 11, true);
    KeptRows rows = new KeptRows();
    int found = 0;
    try (ComputeBackend backend = Backends.open("reference")) {
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
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
          Answer certified = SmallSweep.alone(question, row.radius(), backend, plan);
          assertEquals(Verdict.CERTIFIED, certified.verdict(), row.toString());
          assertEquals(certified.margin(), row.margin().orElseThrow());
        } else {
          assertEquals(0, row.radius());
        }
        if (row.refusedRadius().isPresent()) {
          double refused = row.refusedRadius().getAsDouble();
          assertTrue(refused - row.radius() <= tolerance, row.toString());
          assertFalse(
              SmallSweep.alone(question, refused, backend, plan).verdict() == Verdict.CERTIFIED,
              row.toString());
          found++;
        } else {
          assertEquals(0.3, row.radius(), row.toString());
        }
      }
    }
    assertTrue(found > 10, found + " radii");
  }
}
