package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.bound.BoundMethod;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {
  private static final String SUBJECTS =
      """
      networks:
        - name: small
          file: net.onnx
      datasets:
        - name: some
          images: some-images
          labels: some-labels
      """;

  @TempDir private Path folder;
  private SweepFiles files;

  @BeforeEach
  void makeFiles() throws IOException {
    files = new SweepFiles(folder);
    files.network("net.onnx", 1);
    files.dataset("some", 10, 5);
  }

  @Test
  void everyKeyIsRead() throws Exception {
    SweepPlan plan =
        read(
            """
            networks:
              - {name: small, file: net.onnx, datasets: [some]}
            datasets:
              - {name: some, images: some-images, labels: some-labels, scale: 256, inputs: [7, 0-3]}
            bisection: {largest: 0.1, tolerance: 1e-3}
            clip: none
            cascade: [crown, milp]
            timeout: 2.5
            steps: 7
            intermediate-steps: 0
            seeds: [3, 4]
            batch: 12
            unstable: true
            """);
    assertEquals(
        new SweepPlan(
            List.of(new PlannedNetwork("small", folder.resolve("net.onnx"), List.of("some"))),
            List.of(
                new PlannedDataset(
                    "some",
                    folder.resolve("some-images"),
                    folder.resolve("some-labels"),
                    256,
                    List.of(new InputRange(7, 7), new InputRange(0, 3)))),
            Radii.bisection(0.1, 1e-3),
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            new SweepPlan.Method(List.of(BoundMethod.CROWN, BoundMethod.MILP), 2.5, 7, 0),
            List.of(3L, 4L),
            12,
            true),
        plan);
    assertKeptAlike(plan);
  }

  @Test
  void whatIsLeftOutHasAUsualValue() throws Exception {
    SweepPlan plan = read(SUBJECTS + "radii: [0.01]\n");
    assertEquals(SweepPlan.Method.of(List.of(BoundMethod.IBP, BoundMethod.CROWN)), plan.method());
    assertEquals(0, plan.clipLower());
    assertEquals(1, plan.clipUpper());
    assertEquals(List.of(InputRange.ALL), plan.datasets().get(0).inputs());
    assertKeptAlike(plan);
  }

  /** The text that a folder keeps asks the same. */
  private void assertKeptAlike(SweepPlan plan) throws Exception {
    SweepQuestions questions = SweepQuestions.of(plan);
    Path other = Files.createDirectory(folder.resolve("results \"of\" 1"));
    KeptPlan.of(questions, Shard.WHOLE).require(other);
    SweepPlan kept = PlanReader.read(KeptPlan.in(other));
    assertEquals(plan, kept);
    assertEquals(questions.fingerprint(), SweepQuestions.of(kept).fingerprint());
    KeptPlan.of(SweepQuestions.of(kept), Shard.WHOLE).require(other);
  }

  @Test
  void aFolderIsOfOnePlan() throws Exception {
    SweepQuestions first = SweepQuestions.of(read(SUBJECTS + "radii: [0.01]\n"));
    Path other = Files.createDirectory(folder.resolve("results"));
    KeptPlan.of(first, Shard.WHOLE).require(other);
    SweepQuestions second = SweepQuestions.of(read(SUBJECTS + "radii: [0.02]\n"));
    assertNotEquals(first.fingerprint(), second.fingerprint());
    assertThrows(InputFileException.class, () -> KeptPlan.of(second, Shard.WHOLE).require(other));
    files.network("net.onnx", 2);
    SweepQuestions third = SweepQuestions.of(read(SUBJECTS + "radii: [0.01]\n"));
    InputFileException refusal =
        assertThrows(
            InputFileException.class, () -> KeptPlan.of(third, Shard.WHOLE).require(other));
    assertTrue(refusal.getMessage().contains("another plan"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "radii: [0.01]\\nradius: 1 | line 9: unknown key 'radius' in the plan",
        "radii: [-0.1] | line 8: radii: '-0.1' is no radius",
        "radii: [0.1, .nan] | line 8: radii: '.nan' is not a number",
        "radii: [0.1, 0.10] | line 8: radii: '0.10' is there twice",
        "radii: [] | line 8: radii: an empty list",
        "radii: 0.1 | line 8: radii: expected a list",
        "radii: [0.1]\\nradii: [0.2] | line 9: the key 'radii' is there twice",
        "cascade: [ibp] | line 1: the plan: expected either radii or bisection",
        "radii: [0.1]\\ncascade: [deep] | line 9: cascade: there is no method 'deep'",
        "radii: [0.1]\\ncascade: [ibp, ibp] | line 9: cascade: 'ibp' is there twice",
        "radii: [0.1]\\ntimeout: 0 | line 9: timeout: '0' is no positive number",
        "radii: [0.1]\\nseeds: [1.5] | line 9: seeds: '1.5' is no integer from 0",
        "radii: [0.1]\\nbatch: 0 | line 9: batch: '0' is no integer from 1",
        "radii: [0.1]\\nclip: [1, 0] | line 9: clip: expected [LO, HI]",
        "radii: [0.1]\\nunstable: yes | line 9: unstable: 'yes' is neither true nor false",
        "bisection: {largest: 0.01, tolerance: 0.1} | line 8: bisection: tolerance 0.1, expected",
        "bisection: {largest: 1} | line 8: bisection: the key 'tolerance' is missing",
        "radii: [0.1 | line 9: not YAML",
        "radii: | line 8: radii: expected a list",
      })
  void whatIsWrongIsSaidWithItsLine(String end, String expected) throws IOException {
    String message = refusal(SUBJECTS + end.replace("\\n", "\n") + "\n");
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net.onnx | none.onnx | no such file",
        "some-images | some-labels | not an IDX file of images",
        "file: net.onnx | file: net.onnx\\n    datasets: [other] | there is no dataset 'other'",
        "labels: some-labels | labels: some-labels\\n    inputs: [3-99] | 10 images, but the plan",
        "labels: some-labels | labels: some-labels\\n    inputs: [5-3] | ends before it begins",
        "labels: some-labels | labels: some-labels\\n    inputs: [0-3, 2] | overlaps with 0-3",
        "labels: some-labels | labels: some-labels\\n    scale: 100 | outside the plan's clip",
        "name: small | nam: small | unknown key 'nam'",
      })
  void filesThatDoNotFitAreRefusedBeforeAnyWork(String old, String with, String expected)
      throws IOException {
    String message = refusal(SUBJECTS.replace(old, with.replace("\\n", "\n")) + "radii: [0.1]\n");
    assertTrue(message.contains(expected), message);
  }

  private String refusal(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.yaml"), text);
    return assertThrows(InputFileException.class, () -> SweepQuestions.of(PlanReader.read(file)))
        .getMessage();
  }

  private SweepPlan read(String text) throws Exception {
    return PlanReader.read(Files.writeString(folder.resolve("plan.yaml"), text));
  }
}
