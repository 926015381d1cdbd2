package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that is stopped and goes on. */
class SweepStopTest {
  @TempDir private Path folder;
  private SmallSweep sweep;

  @BeforeEach
  void makeFiles() {
    sweep = new SmallSweep(folder);
  }

  @Test
  void aStoppedSweepGoesOnWhereItEnded() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02, 0.05, 0.1)), SmallSweep.PROPAGATION, 5, true);
    try (ComputeBackend backend = Backends.open("reference")) {
      KeptRows whole = new KeptRows();
      assertTrue(SmallSweep.runner(questions, backend).run(whole));
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
          running.set(SmallSweep.runner(questions, stopping));
          complete = running.get().run(rows);
        }
        runs++;
        assertTrue(complete || rows.count() > before || runs < 100, "no progress");
      }
      assertTrue(runs > 2, runs + " runs");
      assertEquals(
          whole.rows().stream().map(SmallSweep::timeless).toList(),
          rows.rows().stream().map(SmallSweep::timeless).toList());
      assertTrue(SmallSweep.runner(questions, backend).run(rows), "nothing is left to do");
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
}
