package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hasse.train.Architecture;
import dev.hasse.train.LabelledSamples;
import dev.hasse.train.ScarceBackend;
import dev.hasse.train.StepOptions;
import dev.hasse.train.Trainer;
import dev.hasse.train.TrainingOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
  /** Before the line of the first epoch, and once. */
  @Test
  void saysWhenMemoryRanShort() throws Exception {
    StringWriter out = new StringWriter();
    int epochs = 3;
    TrainingOptions options = TrainingOptions.standard(epochs, 8, new StepOptions(0.01), 1);
    try (ScarceBackend backend = new ScarceBackend("cpu", 4);
        Trainer trainer =
            new Trainer(
                backend, Architecture.parse("2,4,3").network("scarce"), samples(), options)) {
      backend.failAfter(10);
      new TrainingRun(
              backend,
              trainer,
              epochs,
              Optional.empty(),
              new ValidationFlags(),
              new PrintWriter(out))
          .run(TrainingLog.open(null, 0), new TrainingCheckpoints());
    }
    List<String> lines = out.toString().lines().toList();
    assertEquals("memory ran short: micro-batches were cut, some to 2 samples", lines.get(0));
    assertEquals(1 + epochs, lines.size(), out::toString);
  }

  private static LabelledSamples samples() {
    return new LabelledSamples(2, new float[16], new int[] {0, 1, 2, 0, 1, 2, 0, 1});
  }
}
