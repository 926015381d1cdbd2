package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.compute.ComputeBackend;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * One measurement for each number of threads. Backends take as many threads as Java sees
 * processors, which is settled when a virtual machine starts, so each has one of its own, with the
 * options of this one.
 */
final class ThreadRuns {
  private static final String PROCESSORS = "-XX:ActiveProcessorCount=";

  private final CommandSpec spec;
  private final ComputeBackend backend;

  ThreadRuns(CommandSpec spec, ComputeBackend backend) {
    this.spec = spec;
    this.backend = backend;
  }

  /**
   * The measurement with so many threads.
   *
   * @param flags of 'hasse bench scaling' for a single point
   */
  BenchRun run(List<String> flags, String threads) throws Exception {
    BenchRun run = child(threads, flags);
    BenchPoint point =
        run.points().get(0).with("axis", ScalingAxis.THREADS.toString()).with("threads", threads);
    return new BenchRun(
        run.command(), run.machine(), run.parameters(), run.ceilings(), List.of(point));
  }

  private BenchRun child(String threads, List<String> flags) throws Exception {
    Path result = Files.createTempFile("hasse-bench", ".json");
    Path said = Files.createTempFile("hasse-bench", ".err");
    try {
      Process process =
          new ProcessBuilder(command(threads, flags, result))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(said.toFile())
              .start();
      try {
        int code = process.waitFor();
        if (code != 0) {
          throw new ParameterException(
              spec.commandLine(),
              "the measurement with "
                  + threads
                  + " threads ended with exit code "
                  + code
                  + reason(Files.readString(said, StandardCharsets.UTF_8)));
        }
      } finally {
        process.destroy();
      }
      return BenchJson.read(result);
    } catch (IOException e) {
      throw new OutputFileException(result, e);
    } finally {
      Files.deleteIfExists(result);
      Files.deleteIfExists(said);
    }
  }

  private List<String> command(String threads, List<String> flags, Path result) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(ThreadRuns::isOfEveryMachine)
        .forEach(command::add);
    command.add(PROCESSORS + threads);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Hasse.class.getName());
    command.addAll(List.of("bench", "scaling", "--axis=batch", "--format=json"));
    command.add("--backend=" + backend.name());
    command.addAll(flags);
    command.add("--out=" + result);
    return command;
  }

  /** Memory, collector and the like; no agents, no debuggers and no other number of processors. */
  private static boolean isOfEveryMachine(String option) {
    return (option.startsWith("-X") || option.startsWith("--enable-native-access"))
        && !option.startsWith("-Xrun")
        && !option.startsWith("-Xdebug")
        && !option.startsWith("-XX:ArchiveClassesAtExit")
        && !option.startsWith(PROCESSORS);
  }

  /** The sentence that it ended with. */
  private static String reason(String said) {
    String sentence = said.strip().lines().reduce((before, last) -> last).orElse("");
    return sentence.isEmpty() ? "" : " (" + sentence + ")";
  }
}
