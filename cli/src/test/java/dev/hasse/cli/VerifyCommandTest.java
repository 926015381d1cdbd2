package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hasse.network.ForwardEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  @TempDir private Path folder;
  private Inputs inputs;
  private String network;

  @BeforeEach
  void makeNetwork() throws IOException {
    inputs = new Inputs(folder);
    network = inputs.network();
  }

  @Test
  void whatNoInputReachesIsUnsat() throws IOException {
    CommandRun run = verify(property("(assert (>= Y_0 1000.0))"), "--format", "json").expect(0);
    JsonNode json = run.json();
    assertEquals("unsat", json.get("verdict").asText());
    assertEquals("RIGOROUS", json.get("guarantee").asText());
    assertEquals("reference", json.get("backend").asText());
    assertTrue(json.get("boxes").asLong() >= 1);
    assertTrue(json.get("seconds").asDouble() >= 0);
    assertFalse(json.has("counterexample"));
  }

  @Test
  void aCounterexampleIsInTheBoxAndInTheResult() throws IOException {
    Path result = inputs.file("result.txt");
    CommandRun run =
        verify(property("(assert (<= Y_0 1000.0))"), "--format", "json", "--out", result.toString())
            .expect(1);
    JsonNode found = run.json().get("counterexample");
    double[] input = new double[Inputs.PIXELS];
    for (int i = 0; i < input.length; i++) {
      input[i] = found.get("input").get(i).asDouble();
      assertTrue(input[i] >= 0 && input[i] <= 1, "input " + i);
    }
    double[] outputs = ForwardEvaluation.of(Inputs.classifier(), input);
    List<String> lines = Files.readAllLines(result);
    assertEquals("sat", lines.get(0));
    assertEquals(1 + Inputs.PIXELS + Inputs.CLASSES, lines.size());
    assertTrue(lines.get(1).startsWith("((X_0 "), lines.get(1));
    assertTrue(lines.get(lines.size() - 1).endsWith("))"), lines.get(lines.size() - 1));
    for (int i = 0; i < outputs.length; i++) {
      String line = lines.get(1 + Inputs.PIXELS + i);
      assertTrue(line.startsWith("(Y_" + i + " "), line);
      double value = Double.parseDouble(line.replaceAll("[()]", "").split(" ", -1)[1]);
      assertEquals(outputs[i], value, 1e-9);
    }
  }

  @Test
  void textIsTheResultAndAComment() throws IOException {
    List<String> lines =
        verify(property("(assert (>= Y_0 1000.0))")).expect(0).out().lines().toList();
    assertEquals("unsat", lines.get(0));
    assertTrue(lines.get(1).startsWith("; "), lines.get(1));
  }

  @Test
  void theExplanationSaysWhatDecided() throws IOException {
    String unsat = verify(property("(assert (>= Y_0 1000.0))"), "--explain").expect(0).out();
    assertTrue(unsat.contains("; decided by: intervals, 1 box\n"), unsat);
    assertTrue(unsat.contains("; guarantee: rigorous\n"), unsat);
    double bound = Double.parseDouble(unsat.replaceAll("(?s).*stay at least (\\S+) from.*", "$1"));
    assertTrue(bound > 0 && bound < 1001, unsat);
    String sat = verify(property("(assert (<= Y_0 1000.0))"), "--explain").expect(1).out();
    assertTrue(sat.contains("; decided by: points, 257 points\n"), sat);
  }

  @Test
  void wrongFormatsAndTimesAreRefused() throws IOException {
    String property = property("(assert (>= Y_0 1000.0))");
    assertTrue(verify(property, "--format", "csv").expect(2).err().contains("expected text, json"));
    assertTrue(verify(property, "--split", "both").expect(2).err().contains("relus"));
    assertTrue(verify(property, "--branching", "best").expect(2).err().contains("neurify"));
    verify(property, "--timeout", "-1").expect(2);
    verify(inputs.file("missing.vnnlib").toString()).expect(2);
  }

  private CommandRun verify(String property, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--network", network, "--property", property, "--backend"));
    arguments.add("reference");
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  /** All pixels in [0, 1], and one assertion about the outputs. */
  private String property(String assertion) throws IOException {
    return inputs.text("p.vnnlib", Inputs.property(assertion));
  }
}
