package dev.hasse.cli;

import dev.hasse.compute.ComputeBackend;
import dev.hasse.network.Network;
import dev.hasse.train.EpochResult;
import dev.hasse.train.Trainer;
import dev.hasse.train.TrainingDivergedException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The epochs of one training, and what is shown, written and validated after each. */
final class TrainingRun {
  private final ComputeBackend backend;
  private final Trainer trainer;
  private final int epochs;
  private final Optional<Validation> validation;
  private final ValidationFlags flags;
  private final PrintWriter out;
  private final List<EpochLine> lines = new ArrayList<>();
  private OptionalInt cutTo = OptionalInt.empty();

  TrainingRun(
      ComputeBackend backend,
      Trainer trainer,
      int epochs,
      Optional<Validation> validation,
      ValidationFlags flags,
      PrintWriter out) {
    this.backend = backend;
    this.trainer = trainer;
    this.epochs = epochs;
    this.validation = validation;
    this.flags = flags;
    this.out = out;
  }

  /** Trains to the end. */
  void run(TrainingLog log, TrainingCheckpoints checkpoints)
      throws OutputFileException, TrainingDivergedException {
    long steps = (long) trainer.stepsOfEpoch() * (epochs - trainer.epoch());
    try (Progress progress = Progress.of("train", " steps", steps)) {
      while (trainer.hasNext()) {
        EpochLine line = epoch(progress);
        lines.add(line);
        log.add(line);
        checkpoints.save(trainer);
        sayWhetherCut();
        out.println(line.text(epochs));
        out.flush();
      }
    }
  }

  /** Once each time that it changes. */
  private void sayWhetherCut() {
    OptionalInt now = trainer.cutTo();
    if (!now.equals(cutTo)) {
      out.println(
          "memory ran short: micro-batches were cut, some to " + now.getAsInt() + " samples");
      cutTo = now;
    }
  }

  private EpochLine epoch(Progress progress) throws TrainingDivergedException {
    long start = System.nanoTime();
    EpochResult result =
        trainer.runEpoch(
            (done, soFar) -> {
              progress.advance(1);
              if (progress.isShown()) {
                progress.say("epoch " + soFar.epoch() + ": " + EpochLine.numbers(soFar));
              }
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    boolean due = flags.isDue(result.epoch(), !trainer.hasNext());
    return new EpochLine(
        result,
        seconds,
        validation.filter(any -> due).map(v -> v.run(backend, network("validation"))));
  }

  Network network(String name) {
    return trainer.network(name);
  }

  /** The epochs that this run has seen. */
  List<EpochLine> lines() {
    return lines;
  }
}
