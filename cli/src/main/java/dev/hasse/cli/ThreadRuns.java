package dev.hasse.cli;

import dev.hasse.bench.BenchPoint;
import dev.hasse.bench.BenchRun;
import dev.hasse.compute.ComputeBackend;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * One measurement for each number of threads. Backends take as many threads as Java sees
 * processors, which is settled when a virtual machine starts, so each has one of its own.
 */
final class ThreadRuns {
  private final CommandSpec spec;
  private final ComputeBackend backend;

  ThreadRuns(CommandSpec spec, ComputeBackend backend) {
    this.spec = spec;
    this.backend = backend;
  }

  BenchRun run(Map<String, String> parameters, List<Double> threads) throws Exception {
    List<BenchPoint> points = new ArrayList<>();
    BenchRun last = null;
    for (double count : threads) {
      String number = Integer.toString((int) count);
      last = child(number, parameters);
      BenchPoint point = last.points().get(0);
      Map<String, String> withThreads = new LinkedHashMap<>(point.parameters());
      withThreads.put("threads", number);
      points.add(
          new BenchPoint(
              point.name(),
              withThreads,
              point.count(),
              point.flops(),
              point.bytes(),
              point.seconds()));
    }
    return new BenchRun("scaling", last.machine(), parameters, last.ceilings(), points);
  }

  private BenchRun child(String threads, Map<String, String> parameters) throws Exception {
    Path result = Files.createTempFile("hasse-bench", ".json");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:ActiveProcessorCount=" + threads);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(Hasse.class.getName());
      command.addAll(List.of("bench", "scaling", "--axis=batch", "--format=json"));
      command.add("--values=" + parameters.get("batch"));
      command.add("--backend=" + backend.name());
      command.add("--repeat=" + spec.findOption("--repeat").getValue());
      parameters.forEach((name, value) -> command.add("--" + name + "=" + value));
      command.add("--out=" + result);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      int code = process.waitFor();
      if (code != 0) {
        throw new ParameterException(
            spec.commandLine(),
            "the measurement with " + threads + " threads ended with exit code " + code);
      }
      return BenchJson.read(result);
    } catch (IOException e) {
      throw new OutputFileException(result, e);
    } finally {
      Files.deleteIfExists(result);
    }
  }
}
