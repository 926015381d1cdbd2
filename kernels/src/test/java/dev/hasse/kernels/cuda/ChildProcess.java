package dev.hasse.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A JVM of its own for one {@link Scenario}: the driver looks at its environment once, when it is
 * loaded.
 */
final class ChildProcess {
  private static final long LONGEST_SECONDS = 120;

  private final Map<String, String> environment = new TreeMap<>();
  private final Path faults;

  private ChildProcess(Path folder) {
    this.faults = folder.resolve("faults");
    environment.put("HASSE_EMULATOR_FAULTS", faults.toString());
  }

  /**
   * With the emulator for a driver.
   *
   * @param folder empty, for what the emulator writes
   * @throws TestAbortedException where the emulator is not built
   */
  static ChildProcess emulated(Path folder) {
    ChildProcess process = new ChildProcess(folder);
    process.environment.put("LD_LIBRARY_PATH", EmulatedDriver.folder().toString());
    return process;
  }

  /** Without any driver. */
  static ChildProcess withoutDriver(Path folder) {
    ChildProcess process = new ChildProcess(folder);
    process.environment.put("LD_LIBRARY_PATH", "");
    return process;
  }

  /** The emulated device, such as {@code memory=1000000;count=2}. */
  ChildProcess device(String description) {
    environment.put("HASSE_EMULATOR_DEVICE", description);
    return this;
  }

  /** Calls that fail, such as {@code cuMemAlloc_v2:3=2}. */
  ChildProcess failing(String calls) {
    environment.put("HASSE_EMULATOR_FAIL", calls);
    return this;
  }

  /** What a child printed, and what the emulator complained of. */
  record Result(List<String> lines, String errors, List<String> faults) {
    /** The rest of the only line that begins so. */
    String only(String begin) {
      List<String> found = all(begin);
      assertEquals(1, found.size(), () -> "lines '" + begin + "' in " + this);
      return found.get(0);
    }

    /** The rests of all lines that begin so. */
    List<String> all(String begin) {
      return lines.stream()
          .filter(line -> line.startsWith(begin + " "))
          .map(line -> line.substring(begin.length() + 1))
          .toList();
    }
  }

  /** By crown, which calls every verb on intervals and rows. */
  Result run(int boxes, int calls) throws IOException, InterruptedException {
    return run(BoundMethod.CROWN, boxes, calls);
  }

  /**
   * Runs a scenario to its end, which it must reach by itself, silently but for its own lines.
   *
   * @param boxes a batch
   * @param calls of the analysis
   */
  Result run(BoundMethod method, int boxes, int calls) throws IOException, InterruptedException {
    Path out = Files.createTempFile(faults.getParent(), "child", ".out");
    Path errors = Files.createTempFile(faults.getParent(), "child", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Scenario.class.getName(),
            method.name(),
            Integer.toString(boxes),
            Integer.toString(calls));
    builder.environment().keySet().removeIf(name -> name.startsWith("HASSE_EMULATOR"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
    String said = Files.readString(errors, StandardCharsets.UTF_8);
    assertTrue(ended, "the child hangs after " + lines);
    assertTrue(lines.contains("end"), lines + said);
    List<String> found = Files.exists(faults) ? Files.readAllLines(faults) : List.of();
    return new Result(lines, said, found);
  }
}
