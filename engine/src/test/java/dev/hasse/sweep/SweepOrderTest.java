package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How questions are numbered, and how they are regrouped. */
class SweepOrderTest {
  @TempDir private Path folder;
  private SmallSweep sweep;

  @BeforeEach
  void makeFiles() {
    sweep = new SmallSweep(folder);
  }

  @Test
  void numbersFollowThePlan() throws Exception {
    SweepPlan plan =
        new SweepPlan(
            List.of(
                new PlannedNetwork("b", sweep.files().network("b.onnx", 2), List.of()),
                new PlannedNetwork("a", sweep.files().network("a.onnx", 1), List.of("few"))),
            List.of(
                sweep.files().dataset("many", 9, 5),
                new PlannedDataset(
                    "few",
                    folder.resolve("many-images"),
                    folder.resolve("many-labels"),
                    255,
                    List.of(new InputRange(7, 8), new InputRange(2, 2)))),
            Radii.of(List.of(0.1, 0.05)),
            0,
            1,
            SweepPlan.Method.of(SmallSweep.PROPAGATION),
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
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
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
}
