package dev.hasse.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hasse train} end to end, on a few small images. */
class TrainCommandTest {
  @TempDir private Path folder;

  private Inputs inputs;
  private String images;
  private String labels;

  @BeforeEach
  void makeFiles() throws IOException {
    inputs = new Inputs(folder);
    images = inputs.images(12);
    labels = inputs.labels(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
  }

  private List<String> command(String out, String more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--images", images, "--labels", labels, "--backend", "cpu"));
    words.addAll(List.of("--architecture", "1x2x2,conv3k2p1,dense6,3", "--batch", "5"));
    words.addAll(List.of("--out", inputs.file(out).toString()));
    for (String word : more.split(" ", -1)) {
      words.add(word.replace("DIR", folder.toString()));
    }
    return words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgd", "ibp", "crown-ibp"})
  void everyMethodWritesANetworkALogAndItsCertifiedAccuracy(String method) throws IOException {
    List<String> words =
        command("n.onnx", "--method " + method + " --radius 0.01 --epochs 3 --log DIR/log.csv");
    words.addAll(List.of("--test-images", images, "--test-labels", labels));
    CommandRun run = CommandRun.of(words).expect(0);
    assertTrue(run.out().contains("epoch 3/3: radius 0.0100, loss "), run.out());
    assertTrue(run.out().contains("certified test accuracy"), run.out());

    List<String> log = Files.readAllLines(inputs.file("log.csv"));
    assertEquals(4, log.size());
    int columns = log.get(0).split(",", -1).length;
    for (int epoch = 1; epoch <= 3; epoch++) {
      String[] cells = log.get(epoch).split(",", -1);
      assertEquals(columns, cells.length);
      assertEquals(String.valueOf(epoch), cells[0]);
      assertTrue(Double.parseDouble(cells[5]) > 0, log.get(epoch));
    }
    String network = inputs.file("n.onnx").toString();
    String boxes = inputs.text("b.csv", "0,0,0,0,1,1,1,1\n");
    CommandRun.of("bounds", "--network", network, "--boxes", boxes, "--method", "crown").expect(0);
  }

  /** The last line of the log is about the network that was written: certify says the same. */
  @Test
  void validationIsWhatCertifySays() throws IOException {
    CommandRun.of(
            command(
                "n.onnx",
                "--method ibp --radius 0.02 --epochs 30 --rate 0.02 --log DIR/log.csv"
                    + " --validate-every 20 --validate-images "
                    + images
                    + " --validate-labels "
                    + labels))
        .expect(0);
    List<String> log = Files.readAllLines(inputs.file("log.csv"));
    assertTrue(log.get(19).endsWith(",,"), log.get(19));
    assertFalse(log.get(20).endsWith(","), log.get(20));
    String[] last = log.get(30).split(",", -1);
    CommandRun run =
        CommandRun.of(
            "certify",
            "--network",
            inputs.file("n.onnx").toString(),
            "--data",
            images,
            "--labels",
            labels,
            "--radius",
            "0.02",
            "--format",
            "csv");
    long certified = run.out().lines().filter(line -> line.contains(",certified,")).count();
    long wrong = run.out().lines().filter(line -> line.contains(",misclassified,")).count();
    assertEquals(12, run.out().lines().count() - 1);
    assertEquals(certified / 12.0, Double.parseDouble(last[last.length - 1]));
    assertEquals((12 - wrong) / 12.0, Double.parseDouble(last[last.length - 2]));
  }

  @Test
  void aFolderThatTakesNoFilesIsNotSaidToBeMissing() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false));
    assumeFalse(Files.isWritable(closed), "this user may write everywhere");
    CommandRun run = CommandRun.of(command("closed/n.onnx", "--epochs 1")).expect(2);
    assertEquals(
        "hasse: " + closed.resolve("n.onnx") + ": cannot be written: permission denied",
        run.err().strip());
    run = CommandRun.of(command("none/n.onnx", "--epochs 1")).expect(2);
    assertTrue(run.err().contains("no folder to write to: "), run.err());
  }

  @Test
  void imagesThatAreHeldOutAreNotLearnt() throws IOException {
    String held = "--epochs 2 --seed 3 --hold-out 4 --log DIR/log.csv";
    CommandRun run = CommandRun.of(command("n.onnx", held)).expect(0);
    assertTrue(run.out().contains("; validation: accuracy "), run.out());
    byte[] network = Files.readAllBytes(inputs.file("n.onnx"));
    // The first 8 of the 12 images: the generator of their bytes is the same.
    images = inputs.images(8);
    labels = inputs.labels(0, 1, 2, 0, 1, 2, 0, 1);
    CommandRun.of(command("n.onnx", "--epochs 2 --seed 3")).expect(0);
    assertArrayEquals(network, Files.readAllBytes(inputs.file("n.onnx")));
  }

  @Test
  void resumedTrainingEndsAsTheWholeOne() throws IOException {
    String options = "--method crown-ibp --radius 0.02 --ramp 2 --warmup 1 --log DIR/";
    CommandRun.of(command("n.onnx", options + "whole.csv --epochs 4")).expect(0);
    byte[] whole = Files.readAllBytes(inputs.file("n.onnx"));
    String kept = options + "part.csv --checkpoint DIR/kept ";
    CommandRun.of(command("n.onnx", kept + "--epochs 2")).expect(0);
    CommandRun again = CommandRun.of(command("n.onnx", kept + "--epochs 4")).expect(2);
    assertTrue(again.err().contains("go on with --resume"), again.err());
    CommandRun rest = CommandRun.of(command("n.onnx", kept + "--epochs 4 --resume")).expect(0);
    assertTrue(rest.out().contains("goes on after epoch 2"), rest.out());
    assertArrayEquals(whole, Files.readAllBytes(inputs.file("n.onnx")));
    assertEquals(withoutSeconds("whole.csv"), withoutSeconds("part.csv"));

    CommandRun other =
        CommandRun.of(command("n.onnx", kept + "--epochs 4 --resume --seed 5")).expect(2);
    assertTrue(other.err().contains("found 'seed: 1', expected 'seed: 5'"), other.err());
    Path file = inputs.file("kept").resolve("training.checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    CommandRun damaged = CommandRun.of(command("n.onnx", kept + "--epochs 4 --resume")).expect(2);
    assertTrue(damaged.err().contains("training.checkpoint: a damaged"), damaged.err());
    assertEquals(1, damaged.err().lines().count());
  }

  private List<String> withoutSeconds(String log) throws IOException {
    return Files.readAllLines(inputs.file(log)).stream()
        .map(line -> line.replaceFirst(",[^,]*,,$", ""))
        .toList();
  }

  @Test
  void divergenceKeepsTheLastCheckpoint() throws IOException {
    CommandRun run =
        CommandRun.of(
                command(
                    "n.onnx",
                    "--rate 1e18 --hold-out 8 --validate-every 9 --epochs 9"
                        + " --checkpoint DIR/kept --log DIR/log.csv"))
            .expect(2);
    assertTrue(
        run.err().contains("training diverged in epoch 2 at step 2: the loss is "), run.err());
    assertTrue(run.err().contains("learning rate 1.0E18"), run.err());
    assertTrue(run.err().contains("of node '"), run.err());
    assertFalse(Files.exists(inputs.file("n.onnx")));
    assertEquals(2, Files.readAllLines(inputs.file("log.csv")).size());
    assertTrue(Files.exists(inputs.file("kept").resolve("training.checkpoint")));
  }

  @Test
  void flagsOfAFileGiveWayToThoseOfTheLine() throws IOException {
    inputs.text(
        "train.yaml",
        String.join(
            "\n",
            "images: " + images,
            "labels: " + labels,
            "architecture: 4,5,3",
            "method: ibp",
            "radius: 0.02",
            "clip: [0, 1]",
            "rate-drops: [1, 2]",
            "epochs: 7",
            "log: " + inputs.file("log.csv"),
            ""));
    CommandRun run =
        CommandRun.of(
                "train",
                "--config",
                inputs.file("train.yaml").toString(),
                "--epochs",
                "3",
                "--out",
                inputs.file("n.onnx").toString())
            .expect(0);
    assertTrue(run.out().contains("epoch 3/3: radius 0.0200"), run.out());
    List<String> log = Files.readAllLines(inputs.file("log.csv"));
    assertEquals(4, log.size());
    assertEquals(1e-3, Double.parseDouble(log.get(1).split(",", -1)[4]), 1e-12);
    assertEquals(1e-4, Double.parseDouble(log.get(2).split(",", -1)[4]), 1e-12);
    assertEquals(1e-5, Double.parseDouble(log.get(3).split(",", -1)[4]), 1e-12);
  }

  /** Another network with the term; the same from a file as from the line, and without at 0. */
  @Test
  void balanceIsAFlagAndAName() throws IOException {
    String options = "--method ibp --radius 0.02 --epochs 3 --ramp 3";
    byte[] without = network(options);
    byte[] with = network(options + " --balance 2");
    assertArrayEquals(without, network(options + " --balance 0"));
    assertFalse(Arrays.equals(without, with));
    String file = inputs.text("train.yaml", "balance: 2\n");
    assertArrayEquals(with, network(options + " --config " + file));
    String help = CommandRun.of("train", "--help").expect(0).out();
    assertTrue(help.contains("--balance=B"), help);
  }

  private byte[] network(String options) throws IOException {
    CommandRun.of(command("n.onnx", options)).expect(0);
    return Files.readAllBytes(inputs.file("n.onnx"));
  }

  @Test
  void theReportHasTheCurves() throws IOException {
    CommandRun.of(
            command("n.onnx", "--method ibp --radius 0.02 --epochs 3 --report DIR/report.html"))
        .expect(0);
    String page = Files.readString(inputs.file("report.html"));
    for (String part : List.of("Training of n", "Losses", "Accuracy", "Schedules")) {
      assertTrue(page.contains(part), part);
    }
  }

  /** Either it cannot run here, or it runs and does not train. */
  @Test
  void openclIsRefused() {
    List<String> words = command("n.onnx", "--epochs 1");
    words.set(words.indexOf("cpu"), "opencl");
    CommandRun run = CommandRun.of(words).expect(3);
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(inputs.file("n.onnx")));
  }
}
