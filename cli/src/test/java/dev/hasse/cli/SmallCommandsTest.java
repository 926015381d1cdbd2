package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, demo, doctor, training and the throughput measurement, each end to end. */
class SmallCommandsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "bounds --help",
        "certify --help",
        "verify --help",
        "query --help",
        "cost --help",
        "cost depth --help",
        "cost radius --help",
        "cost misclassification --help",
        "bench --help",
        "bench throughput --help",
        "bench scaling --help",
        "bench cascade --help",
        "bench compare --help",
        "train --help",
        "data --help",
        "data fetch --help",
        "doctor --help",
        "generate-completion --help"
      })
  void everyCommandHasHelp(String arguments) {
    String help = CommandRun.of(arguments.split(" ", -1)).expect(0).out();
    assertTrue(help.contains("Usage: hasse"), help);
    assertTrue(help.contains("Exit codes:"), help);
  }

  @Test
  void versionNamesTheProgramAndJava() {
    String out = CommandRun.of("--version").expect(0).out();
    assertTrue(out.startsWith("hasse "), out);
    assertTrue(out.contains("Java " + System.getProperty("java.version")), out);
  }

  @Test
  void demoCountsEveryImageOnce() {
    String out = CommandRun.of("demo", "--count", "4", "--backend", "reference").expect(0).out();
    List<String> rows = out.lines().filter(line -> line.strip().startsWith("0.0")).toList();
    assertEquals(6, rows.size(), out);
    double widthBefore = 0;
    for (String row : rows) {
      List<String> cells = List.of(row.strip().split(" +", -1));
      int correct = Integer.parseInt(cells.get(1));
      assertTrue(correct <= 4);
      assertEquals(
          correct,
          Integer.parseInt(cells.get(2))
              + Integer.parseInt(cells.get(3))
              + Integer.parseInt(cells.get(4)));
      double width = Double.parseDouble(cells.get(5));
      assertTrue(Double.parseDouble(cells.get(6)) <= width);
      assertTrue(width >= widthBefore, "larger balls have wider IBP bounds");
      widthBefore = width;
    }
    assertTrue(out.contains("hasse certify --network"), out);
  }

  @Test
  void doctorShowsEveryBackend() {
    String out = CommandRun.of("doctor").expect(0).out();
    for (String line :
        List.of(
            "Java", "processor", "reference", "cpu", "takes ", "DuckDB v", "CUDA driver", "npm")) {
      assertTrue(out.contains(line), out);
    }
    String cpu = out.lines().filter(line -> line.strip().startsWith("cpu ")).findFirst().get();
    assertTrue(cpu.contains(" ok ") && cpu.contains("self-check: "), cpu);
  }

  @Test
  void completionKnowsTheCommands() {
    String script = CommandRun.of("generate-completion").expect(0).out();
    assertTrue(script.contains("throughput"), "no throughput in the script");
    assertTrue(script.contains("hasse_query"), "no query in the script");
  }

  @Test
  void trainingWritesANetworkThatBoundsCanRead() throws IOException {
    Inputs inputs = new Inputs(folder);
    String network = inputs.file("trained.onnx").toString();
    String images = inputs.images(6);
    String labels = inputs.labels(0, 1, 2, 0, 1, 2);
    CommandRun run =
        CommandRun.of(
                "train",
                "--method",
                "standard",
                "--images",
                images,
                "--labels",
                labels,
                "--layers",
                "4,5,3",
                "--epochs",
                "3",
                "--batch",
                "2",
                "--out",
                network,
                "--test-images",
                images,
                "--test-labels",
                labels,
                "--log",
                inputs.file("log.csv").toString())
            .expect(0);
    assertTrue(run.out().contains("test accuracy"), run.out());
    List<String> log = Files.readAllLines(inputs.file("log.csv"));
    assertTrue(log.get(0).startsWith("epoch,radius,kappa,beta,rate,loss,"), log.get(0));
    assertEquals(4, log.size());
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n");
    CommandRun.of("bounds", "--network", network, "--boxes", boxes, "--method", "crown").expect(0);
  }

  @Test
  void throughputIsJsonOnStandardOutput() throws IOException {
    Inputs inputs = new Inputs(folder);
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n");
    CommandRun run =
        CommandRun.of(
                "bench",
                "throughput",
                "--network",
                inputs.network(),
                "--method",
                "crown",
                "--batch",
                "3",
                "--boxes",
                boxes,
                "--repeat",
                "7")
            .expect(0);
    JsonNode json = run.json();
    for (String key :
        List.of(
            "network",
            "method",
            "backend",
            "batch",
            "boxesPerSecond",
            "gflops",
            "sgemmGflops",
            "ratio")) {
      assertTrue(json.has(key), key);
    }
    assertEquals(3, json.get("batch").asInt());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().contains("boxes/s"), run.err());
  }
}
