package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DyingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Session;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import dev.hasse.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions, devices and results that fail. */
class SweepFailureTest {
  @TempDir private Path folder;
  private SmallSweep sweep;

  @BeforeEach
  void makeFiles() {
    sweep = new SmallSweep(folder);
  }

  @Test
  void onlyTheGuiltyQuestionFails() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02, 0.1)), SmallSweep.PROPAGATION, 50, false);
    SweepQuestion guilty = questions.at(40);
    double poison = guilty.pairing().images().value(guilty.input(), 1);
    try (ComputeBackend backend = Backends.open("reference");
        ComputeBackend failing =
            new DelegatingBackend(
                Backends.open("reference"), lane -> new PoisonedLane(lane, poison))) {
      KeptRows good = new KeptRows();
      KeptRows rows = new KeptRows();
      assertTrue(SmallSweep.runner(questions, backend).run(good));
      assertTrue(SmallSweep.runner(questions, failing).run(rows));
      int failed = 0;
      for (int n = 0; n < questions.count(); n++) {
        SweepRow row = rows.rows().get(n);
        if (row.verdict().equals("error")) {
          failed++;
          assertEquals(guilty.input(), row.input());
          assertTrue(row.error().orElseThrow().contains("the device is tired"), row.toString());
        } else {
          assertEquals(SmallSweep.timeless(good.rows().get(n)), SmallSweep.timeless(row));
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
  void rowsThatCannotBeKeptStopTheSweep() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02)), SmallSweep.PROPAGATION, 5, false);
    KeptRows full =
        new KeptRows() {
          @Override
          public synchronized void append(List<SweepRow> some) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    try (ComputeBackend backend = Backends.open("reference")) {
      SweepRunner runner = SmallSweep.runner(questions, backend);
      IOException failure = assertThrows(IOException.class, () -> runner.run(full));
      assertEquals("the disk is full", failure.getMessage());
    }
  }

  /** What a dying device costs is asked again, and then the table is that of a healthy one. */
  @Test
  void aDyingDeviceStopsTheSweepAndBlamesNoQuestion() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02, 0.1)), SmallSweep.PROPAGATION, 6, false);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend = Backends.open("reference")) {
      KeptRows good = new KeptRows();
      assertTrue(SmallSweep.runner(questions, backend).run(good));
      for (int life : new int[] {0, 1, 3, 6}) {
        AtomicInteger left = new AtomicInteger(life);
        try (ComputeBackend dying =
            new DelegatingBackend(Backends.open("reference"), lane -> new DyingLane(lane, left))) {
          SweepRunner runner = SmallSweep.runner(questions, dying);
          LostDeviceException lost =
              assertThrows(LostDeviceException.class, () -> runner.run(rows));
          assertTrue(lost.getMessage().contains("fell off the bus"), lost.getMessage());
        }
        assertTrue(rows.rows().stream().noneMatch(row -> row.verdict().equals("error")));
      }
      assertTrue(rows.count() > 0 && rows.count() < questions.count(), rows.count() + " rows");
      assertTrue(SmallSweep.runner(questions, backend).run(rows));
      assertEquals(
          good.rows().stream().map(SmallSweep::timeless).toList(),
          rows.rows().stream().map(SmallSweep::timeless).toList());
    }
  }

  @Test
  void aDeviceThatTakesNoNetworkIsLost() throws Exception {
    SweepQuestions questions =
        sweep.questions(Radii.of(List.of(0.02)), SmallSweep.PROPAGATION, 6, false);
    KeptRows rows = new KeptRows();
    try (ComputeBackend backend =
        new DelegatingBackend(Backends.open("reference"), lane -> lane) {
          @Override
          public Session load(Network network) {
            throw new IllegalStateException("no such device");
          }
        }) {
      SweepRunner runner = SmallSweep.runner(questions, backend);
      assertThrows(LostDeviceException.class, () -> runner.run(rows));
      assertEquals(0, rows.count());
    }
  }
}
