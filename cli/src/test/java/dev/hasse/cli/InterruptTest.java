package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a solver is in native code. */
class InterruptTest {
  private static final int INTERRUPTED = 130; // 128 and the number of SIGINT
  private static final int LONGEST_SECONDS = 60;

  /** What runs in the background may have Ctrl-C turned off; this turns it on. */
  private static final List<String> WITH_INTERRUPTS = List.of("env", "--default-signal=INT");

  @TempDir private Path folder;

  @Test
  void endsTheCommandAndNotTheSolveAlone() throws Exception {
    assumeTrue(run(WITH_INTERRUPTS, "true") == 0, "env has no --default-signal");
    Path log = folder.resolve("solver.log");
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>(WITH_INTERRUPTS);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Hasse.class.getName()));
    command.addAll(
        List.of(
            "gap",
            "--network",
            SweepKillTest.unpacked(folder, "networks/mnist-784-100-100-10.onnx")));
    command.addAll(
        List.of(
            "--data", SweepKillTest.unpacked(folder, "data/mnist-t10k-1000-images-idx3-ubyte.gz")));
    command.addAll(List.of("--radius", "0.1", "--threads", "1", "--solver-log", log.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      waitForTree(log, process, said);
      assertEquals(0, run(List.of("kill", "-INT"), String.valueOf(process.pid())));
      assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "goes on");
      assertEquals(INTERRUPTED, process.exitValue(), Files.readString(said));
      assertEquals("", Files.readString(said));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Balls as large as these keep SCIP at its tree for long. */
  private static void waitForTree(Path log, Process process, Path said) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!Files.exists(log) || !Files.readString(log).contains("| node  |")) {
      assertTrue(process.isAlive() && System.nanoTime() < end, Files.readString(said));
      Thread.sleep(20);
    }
  }

  private static int run(List<String> words, String more) throws Exception {
    List<String> all = new ArrayList<>(words);
    all.add(more);
    return new ProcessBuilder(all).inheritIO().start().waitFor();
  }
}
