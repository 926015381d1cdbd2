package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.compute.BackendProvider;
import dev.hasse.compute.BackendUnavailableException;
import dev.hasse.compute.Backends;
import dev.hasse.compute.ComputeBackend;
import dev.hasse.compute.DelegatingBackend;
import dev.hasse.compute.DelegatingLane;
import dev.hasse.compute.DyingLane;
import dev.hasse.compute.Lane;
import dev.hasse.compute.Tensor;
import dev.hasse.domain.BoxBatch;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep command on devices that fail. */
class SweepDeviceTest {
  private static final int COUNT = 20;

  @TempDir private Path folder;
  private String network;
  private String images;
  private String labels;

  @BeforeEach
  void makeFiles() throws IOException {
    Inputs inputs = new Inputs(folder);
    network = inputs.network();
    images = inputs.images(COUNT);
    labels = inputs.labels(new int[COUNT]);
  }

  @Test
  void aLostDeviceIsExitCode3AndItsRowsAreAskedAgain() throws Exception {
    CommandRun lost = sweep(Dying.class, "dying").expect(3);
    assertTrue(
        lost.err().contains("hasse: the device is lost: ") && lost.err().contains("off the bus"),
        lost.err());
    assertTrue(lost.err().lines().noneMatch(line -> line.contains("\tat ")), lost.err());
    CommandRun again = sweep(null, "reference").expect(0);
    assertTrue(again.out().startsWith("20 questions, "), again.out());
    assertEquals(0, errors());
  }

  @Test
  void questionsThatFailedAreAskedAgainWhenAskedFor() throws Exception {
    sweep(Choosy.class, "choosy").expect(0);
    assertTrue(errors() > 0, "no question failed");
    CommandRun kept = sweep(null, "reference").expect(0);
    assertTrue(kept.out().startsWith("20 questions, 20 answered before, 0 now"), kept.out());
    int failed = errors();
    CommandRun retried = sweep(null, "reference", "--retry-errors").expect(0);
    String expected = "20 questions, %d answered before, %d now".formatted(COUNT - failed, failed);
    assertTrue(retried.out().startsWith(expected), retried.out());
    assertEquals(0, errors());
  }

  private int errors() {
    CommandRun rows =
        CommandRun.of(
                "query",
                results(),
                "SELECT count(*) AS n FROM answers WHERE verdict = 'error'",
                "--format",
                "csv")
            .expect(0);
    return Integer.parseInt(rows.out().lines().skip(1).findFirst().orElseThrow().strip());
  }

  private String results() {
    return folder.resolve("results").toString();
  }

  /**
   * Sweeps.
   *
   * @param provider found besides those of the class path; or null
   */
  private CommandRun sweep(
      Class<? extends BackendProvider> provider, String backend, String... more)
      throws IOException {
    Path services = folder.resolve("services-" + backend);
    Path file = services.resolve("META-INF/services/" + BackendProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, provider == null ? "" : provider.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {services.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return CommandRun.of(
          Stream.concat(
                  Stream.of(
                      "sweep",
                      "--network",
                      network,
                      "--data",
                      images,
                      "--labels",
                      labels,
                      "--out",
                      results(),
                      "--radii",
                      "0.05",
                      "--cascade",
                      "ibp,crown",
                      "--backend",
                      backend),
                  Stream.of(more))
              .toList());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Works for three uploads of boxes and never again. */
  public static final class Dying implements BackendProvider {
    @Override
    public String name() {
      return "dying";
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public ComputeBackend open() throws BackendUnavailableException {
      AtomicInteger left = new AtomicInteger(3);
      return new DelegatingBackend(Backends.open("reference"), lane -> new DyingLane(lane, left));
    }
  }

  /** Refuses boxes in whose middle the first pixel is bright. */
  public static final class Choosy implements BackendProvider {
    @Override
    public String name() {
      return "choosy";
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public ComputeBackend open() throws BackendUnavailableException {
      return new DelegatingBackend(Backends.open("reference"), ChoosyLane::new);
    }
  }

  private static final class ChoosyLane extends DelegatingLane {
    ChoosyLane(Lane lane) {
      super(lane);
    }

    @Override
    public Tensor.Interval upload(BoxBatch boxes) {
      for (int b = 0; b < boxes.count(); b++) {
        if (boxes.lower(b, 0) + boxes.upper(b, 0) > 1) {
          throw new IllegalStateException("too bright");
        }
      }
      return super.upload(boxes);
    }
  }
}
