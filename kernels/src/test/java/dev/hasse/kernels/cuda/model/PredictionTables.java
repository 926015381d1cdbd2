package dev.hasse.kernels.cuda.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Writes the tables of docs/kernels.md to target/predictions.md. Not part of the test run: it is
 * called by name, as docs/kernels.md says.
 */
final class PredictionTables {
  private static final List<Integer> BATCHES = List.of(1, 16, 128, 1024, 8192, 65_536, 100_000);
  private static final int COUNTED_BATCH = 1024;

  private final List<String> lines = new ArrayList<>();

  @Test
  void write() throws IOException, InterruptedException {
    Model acas = new Model(Perceptron.ACAS_XU, 32);
    Model four = new Model(Perceptron.MNIST_4, 1);
    Model six = new Model(Perceptron.MNIST_6, 1);
    loops(six);
    kernels(six, acas);
    times(Perceptron.ACAS_XU, acas);
    times(Perceptron.MNIST_4, four);
    times(Perceptron.MNIST_6, six);
    assertTrue(
        six.time(BoundMethod.CROWN, COUNTED_BATCH).roofline()
            <= six.time(BoundMethod.CROWN, COUNTED_BATCH).seconds(),
        "faster than the roofline");
    Files.write(Path.of("target", "predictions.md"), lines);
  }

  private void line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }

  private void loops(Model model) {
    line("| kernel | FFMA, innermost loop | FFMA, loop over tiles | bank conflicts |");
    line("|---|---|---|---|");
    TreeMap<Signature, InnerLoop> loops = new TreeMap<>();
    model.recordings().forEach(recording -> loops.putAll(recording.innerLoops()));
    loops.forEach(
        (kernel, loop) -> {
          if (loop.fusedShare() > 0) {
            line(
                "| %s | %.1f %% | %.1f %% | %.0f |",
                kernel.kernel(),
                100 * loop.fusedShare(),
                100 * loop.fusedShareOfLoops(),
                loop.conflicts());
          }
        });
    line("");
  }

  /** One line for each shape that CROWN launches, at the number of rows it has most often. */
  private void kernels(Model... models) throws IOException {
    line(
        "| kernel, 32-bit parameters | rows | blocks | instructions a block | FFMA needed"
            + " | doubles | wavefronts | conflicts | sectors/ideal | requests TB/s | GFLOP | MB"
            + " | roofline us | predicted us | binds |");
    line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Model model : models) {
      TreeMap<String, PassPlan.Planned> shapes = new TreeMap<>();
      for (PassPlan.Planned launch : model.launches(BoundMethod.CROWN, COUNTED_BATCH).keySet()) {
        shapes.merge(launch.shape().described(), launch, (a, b) -> a.rows() >= b.rows() ? a : b);
      }
      shapes.forEach((name, launch) -> kernel(model.counts(), name, launch));
    }
    line("");
  }

  private void kernel(CountModel model, String name, PassPlan.Planned launch) {
    Counts counts = model.counts(launch.shape(), launch.rows());
    long blocks = model.resources(launch.shape()).blocks(launch.shape(), launch.rows());
    Prediction prediction = model.predict(launch);
    Work work = prediction.work();
    line(
        "| %s | %,d | %,d | %,.0f | %.0f %% | %.0f %% | %,.0f | %.0f | %.3f | %.1f | %.2f | %.1f"
            + " | %.1f | %.1f | %s |",
        name,
        launch.rows(),
        blocks,
        counts.instructions() / blocks,
        100 * work.flops() / 64 / counts.instructions(),
        100 * counts.doubles() / counts.instructions(),
        counts.wavefronts() / blocks,
        counts.conflicts(),
        counts.sectors() / counts.idealSectors(),
        32 * counts.sectors() / prediction.seconds() / 1e12,
        work.flops() / 1e9,
        work.bytes() / 1e6,
        1e6 * work.roofline(),
        1e6 * prediction.seconds(),
        prediction.binds().label());
  }

  private void times(Perceptron network, Model model) throws IOException {
    line(
        "| %s | batch | launches | roofline ms | predicted ms | boxes/s | binds (share of the time)"
            + " | products' share of fp32 peak |",
        network.name());
    line("|---|---|---|---|---|---|---|---|");
    for (BoundMethod method : List.of(BoundMethod.IBP, BoundMethod.CROWN)) {
      for (int batch : BATCHES) {
        PassTime time = model.time(method, batch);
        line(
            "| %s | %,d | %,d | %.4g | %.4g | %,.0f | %s (%.0f %%) | %.0f %% |",
            method.label(),
            batch,
            time.launches(),
            1e3 * time.roofline(),
            1e3 * time.seconds(),
            batch / time.seconds(),
            time.binds().label(),
            100 * time.share(time.binds()),
            100
                * time.shareOfPeak(
                    method == BoundMethod.IBP
                        ? Set.of(Signature.INTERVAL_AFFINE)
                        : Model.BACK_SUBSTITUTION));
      }
    }
    line("");
  }
}
