package dev.hasse.kernels.cuda.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * The launches of a pass over some boxes on the emulated device, in order.
 *
 * @param boxes of the pass
 * @param innerLoops by kernel, of those that have loops
 */
record Recording(
    int boxes, Limits limits, List<Launch> launches, Map<Signature, InnerLoop> innerLoops) {
  private static final long LONGEST_SECONDS = 280;

  /**
   * One launch.
   *
   * @param blocks of its grid
   * @param counts of this launch alone
   */
  record Launch(Shape shape, int rows, long blocks, Counts counts) {
    static Launch of(JsonNode json) {
      Signature signature = Signature.of(json.get("name").asText());
      List<Integer> words = new ArrayList<>();
      json.get("words").forEach(word -> words.add(word.asInt()));
      long blocks = json.get("grid").get(0).asLong() * json.get("grid").get(1).asLong();
      return new Launch(
          Shape.of(signature, words), words.get(signature.place("rows")), blocks, Counts.of(json));
    }
  }

  /**
   * Runs a pass in a JVM of its own.
   *
   * @param pass a bound method's name, or {@link RecordedPass#VERBS_ON_BOXES}
   * @param device the emulated one, such as {@code multiprocessors=132}
   * @throws TestAbortedException where the emulator is not built
   */
  static Recording of(Perceptron network, int boxes, String pass, String device)
      throws IOException, InterruptedException {
    Path emulator =
        Path.of(System.getProperty("hasse.emulator", "target/emulator")).toAbsolutePath();
    if (!Files.exists(emulator.resolve("libcuda.so.1"))) {
      throw new TestAbortedException("the PTX emulator is not built: it needs g++");
    }
    Path folder = Files.createTempDirectory("recording");
    Path launches = folder.resolve("launches");
    Path report = folder.resolve("report");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            RecordedPass.class.getName(),
            network.shape(),
            Integer.toString(boxes),
            pass);
    builder.environment().keySet().removeIf(name -> name.startsWith("HASSE_EMULATOR"));
    builder.environment().put("LD_LIBRARY_PATH", emulator.toString());
    builder.environment().put("HASSE_EMULATOR_DEVICE", device);
    builder.environment().put("HASSE_EMULATOR_LAUNCHES", launches.toString());
    builder.environment().put("HASSE_EMULATOR_REPORT", report.toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(output);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException("recording " + network + " failed: " + said);
    }
    ObjectMapper json = new ObjectMapper();
    List<Launch> found = new ArrayList<>();
    for (String line : Files.readAllLines(launches)) {
      found.add(Launch.of(json.readTree(line)));
    }
    Map<Signature, InnerLoop> loops = InnerLoop.all(json.readTree(report.toFile()));
    for (Path file : List.of(launches, report, output, folder)) {
      Files.delete(file);
    }
    return new Recording(boxes, Limits.parsed(said), List.copyOf(found), loops);
  }
}
