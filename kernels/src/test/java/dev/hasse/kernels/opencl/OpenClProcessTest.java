package dev.hasse.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What depends on the environment or the JVM, each in a process of its own: it ends by itself, and
 * nothing but what the program says is written anywhere.
 */
final class OpenClProcessTest {
  private static final long SECONDS = 120;

  @TempDir Path folder;

  private List<String> run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    for (String argument : arguments) {
      if (argument.startsWith("-")) {
        command.add(argument);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OpenClProbe.class.getName());
    command.addAll(List.of(arguments).stream().filter(a -> !a.startsWith("-")).toList());
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the process hangs");
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
    return lines;
  }

  @Test
  void withoutDriversTheBackendIsUnavailable() throws IOException, InterruptedException {
    List<String> lines = run(Map.of("OCL_ICD_VENDORS", folder.resolve("none").toString()));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("unavailable: no OpenCL device"), lines.get(0));
    assertTrue(lines.get(0).contains("install"), lines.get(0));
  }

  @Test
  void aDeviceThatIsNotThereIsUnavailable() throws IOException, InterruptedException {
    String name = AnyDevice.find().getName();
    List<String> lines = run(Map.of(OpenClDevices.CHOICE, "no such device"));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("'no such device'"), lines.get(0));
    assertTrue(lines.get(0).contains(name), lines.get(0));
  }

  @Test
  void nothingIsPrintedAndTheProcessEnds() throws IOException, InterruptedException {
    AnyDevice.find();
    assertEquals(List.of("same", "kept"), run(Map.of(), "-XX:+UseG1GC"));
  }

  /** The serial collector moves the arena's array; the work is done again on new memory. */
  @Test
  void aMovedArenaIsNoticedAndTheWorkDoneAgain() throws IOException, InterruptedException {
    AnyDevice.find();
    assertEquals(List.of("same", "lost"), run(Map.of(), "-XX:+UseSerialGC", "collect"));
  }
}
