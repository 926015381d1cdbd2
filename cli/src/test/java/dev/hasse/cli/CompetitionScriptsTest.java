package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.cli.ShippedFiles.Subject;
import dev.hasse.format.NetworkReader;
import dev.hasse.network.ForwardEvaluation;
import dev.hasse.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of VNN-COMP, run as the competition does, on a shipped network. */
class CompetitionScriptsTest {
  private static final Path SCRIPTS = Path.of("src/main/vnncomp").toAbsolutePath();
  private static final double RADIUS = 0.001;

  @TempDir private Path folder;
  private ShippedFiles shipped;

  @BeforeEach
  void unpack() throws Exception {
    shipped = ShippedFiles.open(Subject.MNIST);
  }

  @AfterEach
  void remove() throws Exception {
    shipped.close();
  }

  @Test
  void whatHoldsIsUnsat() throws Exception {
    Path property = property("(assert (<= Y_0 -1000.0))");
    Ended prepared = run("prepare_instance.sh", "v1", "ours", network(), property.toString());
    assertEquals(0, prepared.exitCode(), prepared.said());
    assertEquals(List.of("unsat"), results(property));
  }

  @Test
  void whatFailsIsSatWithACounterexample() throws Exception {
    List<String> lines = results(property("(assert (<= Y_0 1000.0))"));
    Network network = NetworkReader.read(shipped.network());
    assertEquals("sat", lines.get(0));
    assertEquals(1 + network.inputs() + network.outputs(), lines.size());
    assertTrue(lines.get(1).startsWith("((X_0 "), lines.get(1));
    double[] values = new double[lines.size() - 1];
    for (int i = 0; i < values.length; i++) {
      boolean isInput = i < network.inputs();
      String name = isInput ? "X_" + i : "Y_" + (i - network.inputs());
      String[] words = lines.get(1 + i).replaceAll("[()]", "").split(" ", -1);
      assertEquals(name, words[0]);
      values[i] = Double.parseDouble(words[1]);
      assertTrue(!isInput || Math.abs(values[i] - 0.5) <= RADIUS, lines.get(1 + i));
    }
    double[] outputs = ForwardEvaluation.of(network, Arrays.copyOf(values, network.inputs()));
    for (int i = 0; i < outputs.length; i++) {
      assertEquals(outputs[i], values[network.inputs() + i], 1e-9);
    }
  }

  @Test
  void wrongArgumentsAreRefused() throws Exception {
    String property = property("(assert (<= Y_0 1000.0))").toString();
    String out = folder.resolve("out.txt").toString();
    refused("install_tool.sh", "expected v1");
    refused("install_tool.sh", "version 'v2'", "v2");
    refused("prepare_instance.sh", "3 arguments", "v1", "ours", network());
    refused("prepare_instance.sh", "no file", "v1", "ours", network(), property + "x");
    refused("run_instance.sh", "5 arguments", "v1", "ours", network(), property, out);
    refused("run_instance.sh", "timeout 'soon'", "v1", "ours", network(), property, out, "soon");
    refused("run_instance.sh", "timeout '0'", "v1", "ours", network(), property, out, "0");
    refused("run_instance.sh", "no folder", "v1", "o", network(), property, out + "/x/y", "9");
    assertFalse(Files.exists(Path.of(out)));
  }

  /** An instance that cannot be read is an error in the results, too. */
  @Test
  void aDamagedNetworkIsAnError() throws Exception {
    Path damaged = Files.writeString(folder.resolve("damaged.onnx"), "x");
    String property = property("(assert (<= Y_0 1000.0))").toString();
    Path out = folder.resolve("out.txt");
    String[] arguments = {"v1", "ours", damaged.toString(), property, out.toString(), "60"};
    refused("run_instance.sh", "exit code 2", arguments);
    assertEquals(List.of("error"), Files.readAllLines(out));
  }

  /** Nor may the verdict of an earlier instance stay behind where a file is missing. */
  @Test
  void aMissingFileIsAnError() throws Exception {
    String property = property("(assert (<= Y_0 1000.0))").toString();
    String missing = folder.resolve("none").toString();
    Path out = folder.resolve("out.txt");
    for (List<String> files : List.of(List.of(missing, property), List.of(network(), missing))) {
      Files.writeString(out, "unsat\n");
      refused(
          "run_instance.sh",
          "none' is no file",
          "v1",
          "ours",
          files.get(0),
          files.get(1),
          out.toString(),
          "60");
      assertEquals(List.of("error"), Files.readAllLines(out));
    }
  }

  private void refused(String script, String named, String... arguments) throws Exception {
    Ended ended = run(script, arguments);
    assertEquals(1, ended.exitCode(), ended.said());
    assertTrue(ended.said().contains(named), ended.said());
  }

  private String network() {
    return shipped.network().toString();
  }

  private List<String> results(Path property) throws Exception {
    Path out = folder.resolve("results.txt");
    Ended ended =
        run("run_instance.sh", "v1", "o", network(), property.toString(), out.toString(), "60");
    assertEquals(0, ended.exitCode(), ended.said());
    return Files.readAllLines(out);
  }

  /** What a script left behind. */
  private record Ended(int exitCode, String said) {}

  private Ended run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HASSE", launcher().toString());
    Path output = folder.resolve("output.txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it does not end");
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** Starts the classes under test instead of a build of its own. */
  private Path launcher() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path launcher = folder.resolve("hasse");
    Files.writeString(
        launcher,
        "#!/usr/bin/env bash\nexec '%s' -cp '%s' dev.hasse.cli.Hasse \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path")));
    assertTrue(launcher.toFile().setExecutable(true));
    return launcher;
  }

  /** A small grey box, and one assertion about the outputs. */
  private Path property(String assertion) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 784; i++) {
      text.append("(declare-const X_%d Real)\n".formatted(i));
      text.append("(assert (>= X_%d %s))\n".formatted(i, 0.5 - RADIUS));
      text.append("(assert (<= X_%d %s))\n".formatted(i, 0.5 + RADIUS));
    }
    for (int i = 0; i < 10; i++) {
      text.append("(declare-const Y_%d Real)\n".formatted(i));
    }
    return Files.writeString(folder.resolve("p.vnnlib"), text + assertion + "\n");
  }
}
